"""kill -9 at a chosen system call of workmux itself (its children are not traced)."""
import collections
import re
import subprocess

# Calls that change something or start something: the points where a kill could leave things half done.
CALLS = ("rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,openat,write,pwrite64,clone,clone3,vfork,execve,fsync,flock,link,"
         "fchmod,symlink,ftruncate")


def steps(world, *words):
    """Runs the command; each such call that it made, in order, as (name, which one of that name)."""
    trace = world.root / "trace"
    done = subprocess.run(["strace", "-qq", "-o", str(trace), "-e", f"trace={CALLS}", str(world.program), *words],
                          cwd=world.repo, env=world.env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    count = collections.Counter()
    made = []
    for name in re.findall(r"^(\w+)\(", trace.read_text(), re.M):
        count[name] += 1
        made.append((name, count[name]))
    assert made
    return made


def killed(world, step, *words):
    """Runs a command that is killed when it makes that call; True when that came before its end."""
    name, number = step
    # strace counts each call by itself, so only one may be named.
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "-e", f"trace={name}", f"--inject={name}:signal=SIGKILL:when={number}",
                           str(world.program), *words], cwd=world.repo, env=world.env, capture_output=True, text=True, timeout=60)
    return done.returncode in (-9, 137)


def sample(made, count):
    """`count` of the steps, spread over the whole run, the last one among them."""
    step = max(1, len(made) // count)
    return [*made[::step], made[-1]]
