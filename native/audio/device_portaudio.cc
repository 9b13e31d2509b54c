#include "audio/device_portaudio.h"

#include <portaudio.h>
#include <time.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <mutex>
#include <optional>

#if __has_include(<pa_linux_alsa.h>)
#include <pa_linux_alsa.h>
#define WEFT_ALSA 1
#endif
#include <dlfcn.h>

// PortAudio would connect to a JACK server too, whatever device is wanted, and end the process when that server dies: its calls
// are asserted. This name comes before libjack's, so that PortAudio finds no server. device_jack.cc asks libjack itself.
extern "C" __attribute__((visibility("default"))) void* jack_client_open(const char*, int, int* status, ...) {
  if (status) *status = 1;  // JackFailure
  return nullptr;
}

namespace weft::audio {
namespace {

void sayNothing(const char*, int, const char*, int, const char*, ...) {}

// ALSA's library prints what it does not find. What matters is in the error that the caller gives.
void quietAlsa() {
  using Print = void (*)(const char* file, int line, const char* function, int error, const char* format, ...);
  using Set = int (*)(Print);
  if (const auto set = reinterpret_cast<Set>(dlsym(RTLD_DEFAULT, "snd_lib_error_set_handler")))
    set(sayNothing);
}

constexpr int kUsualFrames = 256;

int64_t nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

// PortAudio is one to a process, and counts its starts without a lock.
std::mutex& starting() {
  static std::mutex mutex;
  return mutex;
}

// The library, started anew: it looks for devices only then. Counted, so that a stream may be open while devices are listed (which
// then are those that were there when it was opened).
class Library {
 public:
  Library() {
    const std::lock_guard lock(starting());
    quietAlsa();
    result_ = Pa_Initialize();
  }
  ~Library() {
    const std::lock_guard lock(starting());
    if (result_ == paNoError) Pa_Terminate();
  }
  Library(const Library&) = delete;
  bool works() const { return result_ == paNoError; }
  Error error() const { return {"device.failed", std::string("Sound devices cannot be looked for: ") + Pa_GetErrorText(result_) + "."}; }

 private:
  PaError result_ = paNotInitialized;
};

std::string lower(std::string text) {
  for (char& c : text) c = char(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string backendOf(const PaHostApiInfo* api) {
  switch (api->type) {
    case paALSA: return "alsa";
    case paOSS: return "oss";
    case paCoreAudio: return "coreaudio";
    case paWASAPI: return "wasapi";
    default: return lower(api->name);
  }
}

DeviceInfo infoOf(PaDeviceIndex index) {
  const PaDeviceInfo* from = Pa_GetDeviceInfo(index);
  const PaHostApiInfo* api = Pa_GetHostApiInfo(from->hostApi);
  DeviceInfo info;
  info.backend = backendOf(api);
  info.name = from->name;
  info.id = info.backend + ":" + info.name;
  info.outputs = from->maxOutputChannels;
  info.inputs = from->maxInputChannels;
  info.rate = int(std::lround(from->defaultSampleRate));
  info.latency = from->defaultLowOutputLatency;
  info.isDefault = index == Pa_GetDefaultOutputDevice();
  return info;
}

// By id, then by name, then by a part of the name without regard to case; devices that play come first.
PaDeviceIndex find(const std::string& wanted) {
  if (wanted.empty()) return Pa_GetDefaultOutputDevice();
  const std::string part = lower(wanted);
  PaDeviceIndex best = paNoDevice;
  int bestRank = 0;
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) {
    const DeviceInfo info = infoOf(i);
    if (info.outputs == 0) continue;
    const int rank = info.id == wanted ? 4 : info.name == wanted ? 3 : lower(info.backend) == part ? 2 : lower(info.id).find(part) != std::string::npos ? 1 : 0;
    if (rank > bestRank) {
      bestRank = rank;
      best = i;
    }
  }
  return best;
}

class PortAudioDevice final : public Device {
 public:
  explicit PortAudioDevice(std::unique_ptr<Library> library) : library_(std::move(library)) {}
  ~PortAudioDevice() override {
    if (!stream_) return;
    Pa_AbortStream(stream_);
    Pa_CloseStream(stream_);
  }

  std::optional<Error> open(const DeviceOptions& options, int patchRate) {
    const PaDeviceIndex device = find(options.name);
    if (device == paNoDevice)
      return Error{"device.missing", options.name.empty() ? "There is no sound device." : "There is no sound device '" + options.name + "'."};
    const DeviceInfo info = infoOf(device);
    const PaDeviceInfo* of = Pa_GetDeviceInfo(device);
    format_.id = info.id;
    format_.backend = info.backend;
    format_.name = info.name;
    format_.outputs = std::clamp(options.firstOutput + options.outputs, 1, info.outputs);
    const PaDeviceIndex hears = info.inputs > 0 ? device : Pa_GetHostApiInfo(of->hostApi)->defaultInputDevice;
    if (options.inputs > 0 && hears != paNoDevice)
      format_.inputs = std::clamp(options.firstInput + options.inputs, 0, Pa_GetDeviceInfo(hears)->maxInputChannels);

    PaStreamParameters out{device, format_.outputs, paFloat32 | paNonInterleaved, of->defaultLowOutputLatency, nullptr};
    PaStreamParameters in{hears, format_.inputs, paFloat32 | paNonInterleaved, 0, nullptr};
    if (format_.inputs > 0) in.suggestedLatency = Pa_GetDeviceInfo(hears)->defaultLowInputLatency;
    const auto frames = static_cast<unsigned long>(options.frames > 0 ? std::clamp(options.frames, kLeastFrames, kMostFrames) : kUsualFrames);
    if (options.frames > 0) out.suggestedLatency = std::min(out.suggestedLatency, 3.0 * double(frames) / patchRate);

    // The wanted rate, then the patch's, then the device's own.
    std::vector<int> rates;
    if (options.rate > 0) rates.push_back(options.rate);
    rates.push_back(patchRate);
    rates.push_back(info.rate);
    PaError result = paNoError;
    for (int rate : rates) {
      result = Pa_OpenStream(&stream_, format_.inputs > 0 ? &in : nullptr, &out, rate, frames, paNoFlag, &PortAudioDevice::call, this);
      if (result == paNoError) break;
      stream_ = nullptr;
    }
    if (!stream_)
      return Error{"device.failed", "The sound device '" + info.name + "' cannot be opened: " + Pa_GetErrorText(result) + "."};
    const PaStreamInfo* opened = Pa_GetStreamInfo(stream_);
    format_.rate = int(std::lround(opened->sampleRate));
    format_.outputLatency = opened->outputLatency;
    format_.inputLatency = opened->inputLatency;
    format_.frames = int(frames);
#ifdef WEFT_ALSA
    if (info.backend == "alsa") PaAlsa_EnableRealtimeScheduling(stream_, 1);
#endif
    return std::nullopt;
  }

  const DeviceFormat& format() const override { return format_; }

  std::variant<std::monostate, Error> start(DeviceClient& client) override {
    client_ = &client;
    const PaError result = Pa_StartStream(stream_);
    if (result != paNoError) return Error{"device.failed", "The sound device '" + format_.name + "' cannot be started: " + Pa_GetErrorText(result) + "."};
    return std::monostate{};
  }

  bool alive() const override { return Pa_IsStreamActive(stream_) == 1; }

 private:
  static int call(const void* in, void* out, unsigned long frames, const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags flags, void* self) {
    auto& device = *static_cast<PortAudioDevice*>(self);
    CallbackTime when;
    // The stream's clock may be any; only how far ahead of now the sound is heard counts.
    if (time && time->outputBufferDacTime > 0 && time->currentTime > 0) {
      const double ahead = time->outputBufferDacTime - time->currentTime;
      if (std::isfinite(ahead) && ahead >= 0 && ahead < 5) when.heardNs = nanoseconds() + int64_t(ahead * 1e9);
    }
    when.xrun = (flags & (paOutputUnderflow | paInputOverflow)) != 0;
    device.client_->block(static_cast<const float* const*>(in), static_cast<float* const*>(out), int(frames), when);
    return paContinue;
  }

  std::unique_ptr<Library> library_;
  PaStream* stream_ = nullptr;
  DeviceFormat format_;
  DeviceClient* client_ = nullptr;
};

}  // namespace

std::variant<std::unique_ptr<Device>, Error> openPortAudio(const DeviceOptions& options, int patchRate) {
  auto library = std::make_unique<Library>();
  if (!library->works()) return library->error();
  auto device = std::make_unique<PortAudioDevice>(std::move(library));
  if (auto error = device->open(options, patchRate)) return *error;
  return device;
}

std::vector<DeviceInfo> listPortAudio() {
  std::vector<DeviceInfo> devices;
  const Library library;
  if (!library.works()) return devices;
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); ++i) devices.push_back(infoOf(i));
  return devices;
}

}  // namespace weft::audio
