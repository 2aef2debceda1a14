// workmux-status, version 1: reports what pi or Oh My Pi is doing to workmux. Installed by `workmux setup`; edits are lost
// on the next one.
import { spawn } from "node:child_process"

type Status = "working" | "waiting" | "done"

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

export default function (pi: any) {
  let last: Status | undefined
  let queue: Promise<void> = Promise.resolve()

  const send = (status: Status) => {
    if (last === status) return
    last = status
    queue = queue.then(() => report(status))
  }

  pi.on("agent_start", async () => send("working"))
  // The tool that asks the user is the only one that waits for a person.
  pi.on("tool_call", async (event: any) => send(event?.toolName === "ask" ? "waiting" : "working"))
  pi.on("tool_result", async () => send("working"))
  pi.on("agent_end", async () => {
    send("done")
    await queue // the program may end right after this event
  })
}
