#include "audio/device_jack.h"

#include <dlfcn.h>
#include <jack/jack.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>

#include "rt/priority.h"

namespace weft::audio {
namespace {

constexpr char kOwnName[] = "weft";

int64_t nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

// The functions of libjack, looked up at run time, so that a machine without JACK needs none of it.
struct Jack {
  void* library = dlopen("libjack.so.0", RTLD_NOW | RTLD_LOCAL);
  bool works = library != nullptr;

#define WEFT_JACK(name) decltype(&::jack_##name) name = find<decltype(&::jack_##name)>("jack_" #name)
  WEFT_JACK(client_open);
  WEFT_JACK(client_close);
  WEFT_JACK(get_client_name);
  WEFT_JACK(activate);
  WEFT_JACK(set_process_callback);
  WEFT_JACK(set_thread_init_callback);
  WEFT_JACK(set_xrun_callback);
  WEFT_JACK(on_shutdown);
  WEFT_JACK(port_register);
  WEFT_JACK(port_get_buffer);
  WEFT_JACK(port_name);
  WEFT_JACK(port_by_name);
  WEFT_JACK(port_get_latency_range);
  WEFT_JACK(get_ports);
  WEFT_JACK(free);
  WEFT_JACK(connect);
  WEFT_JACK(get_sample_rate);
  WEFT_JACK(get_buffer_size);
  WEFT_JACK(get_cycle_times);
  WEFT_JACK(get_time);
  WEFT_JACK(set_error_function);
  WEFT_JACK(set_info_function);
#undef WEFT_JACK

 private:
  template <typename F>
  F find(const char* name) {
    F found = library ? reinterpret_cast<F>(dlsym(library, name)) : nullptr;
    works = works && found;
    return found;
  }
};
void quiet(const char*) {}

// A connection to the server that runs, closed with it. The library stays loaded: it has threads of its own.
class Client {
 public:
  explicit Client(const Jack& jack) : jack_(jack) {
    if (!jack.works) return;
    // What it would print is in the error that the caller gives.
    jack.set_error_function(quiet);
    jack.set_info_function(quiet);
    jack_status_t status;
    client_ = jack.client_open(kOwnName, JackNoStartServer, &status);
  }
  ~Client() {
    if (client_) jack_.client_close(client_);
  }
  Client(const Client&) = delete;
  jack_client_t* get() const { return client_; }

  // Full names of sound ports. flags: JackPortIsInput (it can be played to), JackPortIsOutput.
  std::vector<std::string> ports(unsigned long flags) const {
    std::vector<std::string> names;
    const char** found = jack_.get_ports(client_, nullptr, JACK_DEFAULT_AUDIO_TYPE, flags);
    for (int i = 0; found && found[i]; ++i) names.emplace_back(found[i]);
    if (found) jack_.free(found);
    std::erase_if(names, [&](const std::string& name) { return programOf(name) == jack_.get_client_name(client_); });
    return names;
  }
  std::vector<std::string> ports(unsigned long flags, const std::string& program) const {
    auto names = ports(flags);
    std::erase_if(names, [&](const std::string& name) { return programOf(name) != program; });
    return names;
  }
  static std::string programOf(const std::string& port) { return port.substr(0, port.find(':')); }

 private:
  const Jack& jack_;
  jack_client_t* client_ = nullptr;
};

std::vector<DeviceInfo> programs(const Jack& jack, const Client& client) {
  std::map<std::string, DeviceInfo> found;
  for (const auto& port : client.ports(JackPortIsInput)) ++found[Client::programOf(port)].outputs;
  for (const auto& port : client.ports(JackPortIsOutput)) ++found[Client::programOf(port)].inputs;
  std::vector<DeviceInfo> devices;
  for (auto& [name, info] : found) {
    info.backend = "jack";
    info.name = name;
    info.id = "jack:" + name;
    info.rate = int(jack.get_sample_rate(client.get()));
    info.latency = double(jack.get_buffer_size(client.get())) / info.rate;
    info.isDefault = name == "system";
    devices.push_back(info);
  }
  // The sound card first.
  std::stable_sort(devices.begin(), devices.end(), [](const auto& a, const auto& b) { return a.isDefault > b.isDefault; });
  return devices;
}

class JackDevice final : public Device {
 public:
  JackDevice() : client_(jack_) {}

  std::optional<Error> open(const DeviceOptions& options) {
    if (!client_.get()) return Error{"device.missing", "No JACK server is running."};
    const auto all = programs(jack_, client_);
    const bool any = options.name.empty() || options.name == "jack";
    const auto found = std::find_if(all.begin(), all.end(), [&](const DeviceInfo& info) {
      return info.outputs > 0 && (any || info.id == options.name || info.name == options.name);
    });
    if (found == all.end()) return Error{"device.missing", "JACK has nothing named '" + options.name + "' to play to."};
    info_ = *found;
    format_.id = info_.id;
    format_.backend = "jack";
    format_.name = info_.name;
    format_.rate = int(jack_.get_sample_rate(client_.get()));
    format_.frames = int(jack_.get_buffer_size(client_.get()));
    format_.outputs = std::clamp(options.firstOutput + options.outputs, 1, info_.outputs);
    format_.inputs = options.inputs > 0 ? std::clamp(options.firstInput + options.inputs, 0, info_.inputs) : 0;
    for (int c = 0; c < format_.outputs; ++c)
      if (!add(outs_, "out_" + std::to_string(c + 1), JackPortIsOutput)) return full();
    for (int c = 0; c < format_.inputs; ++c)
      if (!add(ins_, "in_" + std::to_string(c + 1), JackPortIsInput)) return full();
    outBlocks_.resize(outs_.size());
    inBlocks_.resize(ins_.size());
    format_.outputLatency = latencyOf(JackPortIsInput, JackPlaybackLatency);
    if (format_.inputs > 0) format_.inputLatency = latencyOf(JackPortIsOutput, JackCaptureLatency);
    latencyNs_ = int64_t(format_.outputLatency * 1e9);
    return std::nullopt;
  }

  const DeviceFormat& format() const override { return format_; }

  std::variant<std::monostate, Error> start(DeviceClient& client) override {
    plays_ = &client;
    jack_.on_shutdown(client_.get(), [](void* self) { static_cast<JackDevice*>(self)->ended_.store(true, std::memory_order_release); }, this);
    jack_.set_xrun_callback(client_.get(), [](void* self) {
      static_cast<JackDevice*>(self)->xrun_.store(true, std::memory_order_relaxed);
      return 0;
    }, this);
    // A server without realtime priority gives none to its clients.
    jack_.set_thread_init_callback(client_.get(), [](void*) {
      if (!rt::isRealtime()) rt::askRealtime();
    }, nullptr);
    jack_.set_process_callback(client_.get(), [](jack_nframes_t frames, void* self) { return static_cast<JackDevice*>(self)->process(frames); }, this);
    if (jack_.activate(client_.get()) != 0) return Error{"device.failed", "JACK does not start."};
    const auto to = client_.ports(JackPortIsInput, info_.name), from = client_.ports(JackPortIsOutput, info_.name);
    for (size_t c = 0; c < outs_.size() && c < to.size(); ++c) jack_.connect(client_.get(), jack_.port_name(outs_[c]), to[c].c_str());
    for (size_t c = 0; c < ins_.size() && c < from.size(); ++c) jack_.connect(client_.get(), from[c].c_str(), jack_.port_name(ins_[c]));
    return std::monostate{};
  }

  bool alive() const override { return !ended_.load(std::memory_order_acquire); }

 private:
  static Error full() { return {"device.failed", "JACK has no room for more ports."}; }

  bool add(std::vector<jack_port_t*>& ports, const std::string& name, unsigned long flags) {
    ports.push_back(jack_.port_register(client_.get(), name.c_str(), JACK_DEFAULT_AUDIO_TYPE, flags, 0));
    return ports.back() != nullptr;
  }

  // Of the program's first port, in seconds; a driver that knows none has that of one block.
  double latencyOf(unsigned long flags, jack_latency_callback_mode_t mode) const {
    const auto names = client_.ports(flags, info_.name);
    jack_latency_range_t range{0, 0};
    if (!names.empty())
      if (jack_port_t* port = jack_.port_by_name(client_.get(), names[0].c_str())) jack_.port_get_latency_range(port, mode, &range);
    return double(range.max > 0 ? int(range.max) : format_.frames) / format_.rate;
  }

  // [audio-rt]
  int process(jack_nframes_t frames) {
    for (size_t c = 0; c < outs_.size(); ++c) outBlocks_[c] = static_cast<float*>(jack_.port_get_buffer(outs_[c], frames));
    for (size_t c = 0; c < ins_.size(); ++c) inBlocks_[c] = static_cast<const float*>(jack_.port_get_buffer(ins_[c], frames));
    CallbackTime time;
    // JACK's clock may be any; when the cycle began is told as so long ago.
    jack_nframes_t at;
    jack_time_t began, next;
    float period;
    int64_t ago = 0;
    if (jack_.get_cycle_times(client_.get(), &at, &began, &next, &period) == 0) ago = int64_t(jack_.get_time()) - int64_t(began);
    // A driver that lags says times long gone; a cycle is at most as long ago as it lasts.
    time.heardNs = nanoseconds() - std::clamp<int64_t>(ago, 0, int64_t(frames) * 1'000'000 / format_.rate) * 1000 + latencyNs_;
    time.xrun = xrun_.exchange(false, std::memory_order_relaxed);
    plays_->block(inBlocks_.empty() ? nullptr : inBlocks_.data(), outBlocks_.data(), int(frames), time);
    return 0;
  }

  const Jack jack_;
  // Callbacks end when the client is closed, before anything below goes.
  DeviceFormat format_;
  DeviceInfo info_;
  DeviceClient* plays_ = nullptr;
  std::vector<jack_port_t*> outs_, ins_;
  std::vector<float*> outBlocks_;
  std::vector<const float*> inBlocks_;
  int64_t latencyNs_ = 0;
  std::atomic<bool> ended_{false}, xrun_{false};
  Client client_;
};

}  // namespace

std::variant<std::unique_ptr<Device>, Error> openJack(const DeviceOptions& options) {
  auto device = std::make_unique<JackDevice>();
  if (auto error = device->open(options)) return *error;
  return device;
}

std::vector<DeviceInfo> listJack() {
  const Jack jack;
  const Client client(jack);
  return client.get() ? programs(jack, client) : std::vector<DeviceInfo>{};
}

}  // namespace weft::audio
