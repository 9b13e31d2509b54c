// What live playing is told and tells, between JavaScript and native values.
#pragma once
#include <napi.h>

#include "clock/live.h"

namespace weft::addon {

clock::LiveSpec toLiveSpec(const Napi::Object&);
audio::DeviceOptions toDevice(const Napi::Object&);
Napi::Object fromState(Napi::Env, const signal::TransportState&);
Napi::Object fromStats(Napi::Env, const clock::LiveStats&, const signal::TransportState&);
Napi::Object fromPong(Napi::Env, const clock::LivePong&);
Napi::Object fromLoad(Napi::Env, const clock::LoadResult&);
Napi::Object fromRecorded(Napi::Env, const clock::Recorded&);

}  // namespace weft::addon
