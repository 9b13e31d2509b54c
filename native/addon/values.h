// Between JavaScript values and native ones. N-API only.
#pragma once
#include <napi.h>

#include "clock/offline.h"
#include "plan/diagnostics.h"

namespace weft::addon {

// Object of fields that the caller has already checked in JavaScript; a missing one keeps the default.
clock::OfflineJob toJob(const Napi::Object& job);
Napi::Array fromDiagnostics(Napi::Env, const std::vector<Diagnostic>&);
Napi::Object fromError(Napi::Env, const Error&);
Napi::Object fromResult(Napi::Env, const clock::OfflineResult&, const std::vector<Diagnostic>&);
std::string text(const Napi::Object&, const char* key, std::string otherwise = {});
double number(const Napi::Object&, const char* key, double otherwise);
bool flag(const Napi::Object&, const char* key, bool otherwise);

}  // namespace weft::addon
