// Devices through PortAudio: an ALSA whose only devices lead nowhere. tests/realtime says which configuration. They are not
// started: a device that leads nowhere asks for blocks without end.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "audio/device.h"

using namespace weft;

namespace {
const bool kHere = getenv("WEFT_ALSA") != nullptr;
}

TEST_CASE("alsa: devices are listed with what they have, one of them the default, the null device last" * doctest::skip(!kHere)) {
  const auto devices = audio::listDevices();
  REQUIRE(devices.size() > 1);
  CHECK(devices.back().backend == "null");
  const auto nowhere = std::find_if(devices.begin(), devices.end(), [](const auto& d) { return d.id == "alsa:weft_nowhere"; });
  REQUIRE(nowhere != devices.end());
  CHECK((nowhere->outputs >= 2 && nowhere->inputs >= 2 && nowhere->rate > 0));
  CHECK(std::count_if(devices.begin(), devices.end(), [](const auto& d) { return d.isDefault; }) == 1);
}

TEST_CASE("alsa: a device is opened by its id, by a part of its name, or as the default, as wanted" * doctest::skip(!kHere)) {
  for (const char* name : {"alsa:weft_nowhere", "WEFT_no", ""}) {
    audio::DeviceOptions wanted;
    wanted.name = name;
    wanted.inputs = 2;
    wanted.frames = 64;
    auto opened = audio::openDevice(wanted, 44100);
    REQUIRE(std::holds_alternative<std::unique_ptr<audio::Device>>(opened));
    const auto& format = std::get<0>(opened)->format();
    CHECK((format.backend == "alsa" && format.rate == 44100 && format.frames == 64 && format.outputs == 2 && format.inputs == 2));
    CHECK(format.outputLatency > 0);
  }
  audio::DeviceOptions wanted;
  wanted.rate = 96000;
  wanted.firstOutput = 4;
  auto opened = audio::openDevice(wanted, 48000);
  REQUIRE(std::holds_alternative<std::unique_ptr<audio::Device>>(opened));
  CHECK((std::get<0>(opened)->format().rate == 96000 && std::get<0>(opened)->format().outputs == 6));
}

TEST_CASE("alsa: a device that is not there is said to be missing, by name" * doctest::skip(!kHere)) {
  audio::DeviceOptions wanted;
  wanted.name = "no such thing";
  auto opened = audio::openDevice(wanted, 48000);
  REQUIRE(std::holds_alternative<Error>(opened));
  CHECK(std::get<Error>(opened).code == "device.missing");
  CHECK(std::get<Error>(opened).message.find("no such thing") != std::string::npos);
}
