// workmux-status, version 1: reports what OpenCode is doing to workmux. Installed by `workmux setup`; edits are lost on
// the next one.
import { spawn } from "node:child_process"

type Status = "working" | "waiting" | "done"
type Event = { type: string; properties?: any }

// One process per report, nothing shown, and no report can disturb the agent.
function report(status: Status): Promise<void> {
  return new Promise((resolve) => {
    try {
      const child = spawn("workmux", ["set-window-status", status], { stdio: "ignore" })
      child.on("error", () => resolve())
      child.on("close", () => resolve())
    } catch {
      resolve()
    }
  })
}

export const WorkmuxStatus = async () => {
  const last = new Map<string, Status>()
  const finished = new Set<string>() // `busy` may trail `idle`: it counts again after the next message of the user
  const children = new Set<string>() // sessions of sub-agents
  let queue: Promise<void> = Promise.resolve()

  const send = (session: string, status: Status) => {
    if (last.get(session) === status) return queue
    last.set(session, status)
    if (status === "done") finished.add(session)
    queue = queue.then(() => report(status))
    return queue
  }

  const statusOf = (event: Event): Status | undefined => {
    switch (event.type) {
      case "session.status":
        if (event.properties?.status?.type === "busy") return "working"
        return event.properties?.status?.type === "idle" ? "done" : undefined
      case "session.idle":
        return "done"
      case "permission.asked":
      case "question.asked":
        return "waiting"
      case "permission.replied":
      case "question.replied":
        return "working"
      default:
        return undefined
    }
  }

  return {
    event: async ({ event }: { event: Event }) => {
      const info = event.properties?.info
      if ((event.type === "session.created" || event.type === "session.updated") && info?.parentID) children.add(info.id)
      if (event.type === "message.updated" && info?.role === "user") finished.delete(info.sessionID)

      const session: string | undefined = event.properties?.sessionID
      const status = statusOf(event)
      if (!session || !status) return
      // A sub-agent may wait for the user, but its end is not the end of the turn.
      if (children.has(session)) {
        if (status === "done") return
      } else if (event.type === "session.status" && status === "working" && finished.has(session)) {
        return
      }
      await send(session, status)
    },
  }
}
