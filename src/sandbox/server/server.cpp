#include "sandbox/server/server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <list>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/digest.h"
#include "os/files.h"
#include "os/random.h"
#include "os/socket.h"
#include "sandbox/server/connection.h"
#include "sandbox/server/dispatch.h"
#include "sandbox/server/request_log.h"
#include "sandbox/server/token.h"

namespace sandbox::server {

namespace {

struct Listener {
  os::Descriptor socket;
  std::uint16_t port = 0;
  std::filesystem::path path;
};

// The address of a TCP peer; all of a Unix socket are one peer, the sandbox.
std::string peer_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  char text[INET6_ADDRSTRLEN] = "";
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return "unknown";
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in*>(&address)->sin_addr, text, sizeof(text));
    return text;
  }
  if (address.ss_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6*>(&address)->sin6_addr, text, sizeof(text));
    return text;
  }
  return "sandbox";
}

// Runs `work` in a thread that gets no signals: those are for the thread that waits for them.
template <typename Work>
std::thread start_thread(Work work) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(work));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

base::Result<Listener> listen_at(const Listen& where) {
  Listener listener;
  if (where.socket.empty()) {
    listener.socket =
        TRY(os::listen_tcp(where.address, where.port, where.may_come ? os::Bind::ahead : os::Bind::present));
    listener.port = TRY(os::local_port(listener.socket));
  } else {
    listener.socket = TRY(os::listen_unix(where.socket));
    listener.path = where.socket;
  }
  // A connection that vanishes between poll and accept must not block the accepting thread.
  const int flags = fcntl(listener.socket.get(), F_GETFL);
  if (flags < 0 || fcntl(listener.socket.get(), F_SETFL, flags | O_NONBLOCK) < 0) {
    return base::fail_errno("Could not make the RPC socket non-blocking", errno);
  }
  return listener;
}

}  // namespace

std::string make_token() {
  return os::random_hex(64);
}

struct Server::State {
  State(ServerOptions given, Actions& actions)
      : options(std::move(given)),
        dispatcher(options, actions),
        bad_tokens(options.limits.bad_tokens, options.limits.bad_token_window),
        shared{options, dispatcher, bad_tokens, -1, [this](std::string_view text) { log(text); }} {}

  struct Client {
    os::Descriptor socket;
    std::thread thread;
    bool authenticated = false;
    bool evicted = false;   // shut down to make room; no longer counts
    bool finished = false;  // its thread is about to end
  };

  void log(std::string_view text) const {
    if (options.log) options.log(without_token(std::string(text), options.token));
  }

  void accept_loop();
  void admit(os::Descriptor socket, const Listen& where);
  bool make_room(const std::string& peer);
  void serve(Client& client, const std::string& peer);
  void join_finished();
  void stop();

  ServerOptions options;
  Dispatcher dispatcher;
  BadTokens bad_tokens;
  Shared shared;
  os::Descriptor stop_reader;
  os::Descriptor stop_writer;  // closing it is the signal to stop
  std::vector<Listener> listeners;
  std::thread acceptor;
  std::mutex mutex;           // for clients
  std::list<Client> clients;  // oldest first
};

void Server::State::accept_loop() {
  while (true) {
    std::vector<pollfd> polls = {{stop_reader.get(), POLLIN, 0}};
    for (const Listener& listener : listeners) polls.push_back({listener.socket.get(), POLLIN, 0});
    const int ready = poll(polls.data(), polls.size(), -1);
    if (polls[0].revents != 0) return;
    bool failed = ready < 0 && errno != EINTR;
    for (size_t i = 1; ready > 0 && i < polls.size(); ++i) {
      if (polls[i].revents == 0) continue;
      auto socket = os::accept_connection(listeners[i - 1].socket);
      if (socket) {
        admit(*std::move(socket), options.listen[i - 1]);
      } else {
        log(fmt::format("could not accept a connection: {}", socket.error().message));
        failed = true;
      }
    }
    if (failed) (void)CancelToken(-1, stop_reader.get()).wait_for(options.limits.accept_backoff);
  }
}

// Joins the threads of clients that left.
void Server::State::join_finished() {
  std::list<Client> left;
  {
    const std::lock_guard lock(mutex);
    for (auto client = clients.begin(); client != clients.end();) {
      const auto next = std::next(client);
      if (client->finished) left.splice(left.end(), clients, client);
      client = next;
    }
  }
  for (Client& client : left) client.thread.join();
}

// True when one more client may come. Strangers that say nothing make room for newer ones, so that they cannot keep the
// sandbox out.
bool Server::State::make_room(const std::string& peer) {
  const std::lock_guard lock(mutex);
  size_t total = 0;
  size_t strangers = 0;
  Client* oldest_stranger = nullptr;
  for (Client& client : clients) {
    if (client.finished || client.evicted) continue;
    ++total;
    if (client.authenticated) continue;
    if (++strangers == 1) oldest_stranger = &client;
  }
  if (total < options.limits.connections && strangers < options.limits.unauthenticated) return true;
  if (oldest_stranger == nullptr) {
    log(fmt::format("dropped {}: {} connections are open", peer, total));
    return false;
  }
  oldest_stranger->evicted = true;
  shutdown(oldest_stranger->socket.get(), SHUT_RDWR);
  log("dropped a connection without a header to make room");
  return true;
}

void Server::State::admit(os::Descriptor socket, const Listen& where) {
  join_finished();
  const std::string peer = peer_of(socket.get());
  if (!is_expected_peer(where, peer)) return log(fmt::format("dropped {}: it is not in the sandboxes' network", peer));
  if (bad_tokens.blocks(peer, base::now())) return log(fmt::format("dropped {}: too many bad tokens", peer));
  if (!make_room(peer)) return;
  const std::lock_guard lock(mutex);
  Client& client = clients.emplace_back();
  client.socket = std::move(socket);
  try {
    client.thread = start_thread([this, &client, peer] { serve(client, peer); });
  } catch (const std::system_error&) {
    clients.pop_back();
    log(fmt::format("dropped {}: no thread for it", peer));
  }
}

void Server::State::serve(Client& client, const std::string& peer) {
  Connection connection(client.socket.get(), peer, shared);
  connection.run([&] {
    const std::lock_guard lock(mutex);
    client.authenticated = true;
  });
  const std::lock_guard lock(mutex);
  client.socket.reset();
  client.finished = true;
}

void Server::State::stop() {
  if (!stop_writer.valid()) return;
  stop_writer.reset();
  if (acceptor.joinable()) acceptor.join();
  for (Listener& listener : listeners) {
    listener.socket.reset();
    if (!listener.path.empty()) (void)os::remove_file(listener.path);
  }
  for (Client& client : clients) client.thread.join();  // the acceptor is gone, nobody changes the list
  clients.clear();
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&& other) noexcept {
  if (this != &other) {
    stop();
    state_ = std::move(other.state_);
  }
  return *this;
}
Server::~Server() {
  stop();
}

base::Result<Server> Server::create(ServerOptions options, Actions& actions) {
  if (options.listen.empty()) return base::fail("The RPC server has no address to listen at");
  if (options.token.size() != 64 || !base::is_lower_hex(options.token)) {
    return base::fail("The token of the RPC server must be 64 lower-case hexadecimal digits");
  }
  auto state = std::make_unique<State>(std::move(options), actions);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return base::fail_errno("Could not make a pipe for the RPC server", errno);
  state->stop_reader.reset(ends[0]);
  state->stop_writer.reset(ends[1]);
  state->shared.stop = ends[0];
  for (const Listen& where : state->options.listen) {
    state->listeners.push_back(TRY_WITH(listen_at(where), "Could not start the RPC server"));
  }
  State* running = state.get();
  try {
    state->acceptor = start_thread([running] { running->accept_loop(); });
  } catch (const std::system_error&) {
    return base::fail("Could not start a thread for the RPC server");
  }
  return Server(std::move(state));
}

std::uint16_t Server::port(size_t index) const {
  return index < state_->listeners.size() ? state_->listeners[index].port : std::uint16_t{0};
}

void Server::stop() {
  if (state_) state_->stop();
}

}  // namespace sandbox::server
