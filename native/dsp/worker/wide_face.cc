#include "dsp/worker/wide_face.h"

#include <cstdio>
#include <stdexcept>

#include "dsp/controls.h"
#include "dsp/lanes.h"
#include "dsp/worker/widen.h"

namespace weft::dsp {
namespace {

using json = nlohmann::ordered_json;  // libfaust reads a description in its own order, type first

// Text of an LLVM string constant: "\22" is a byte in hexadecimal.
std::string unescape(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) {
      out += char(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string escape(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
      out += c;
      continue;
    }
    char hex[8];
    std::snprintf(hex, sizeof hex, "\\%02X", unsigned(static_cast<unsigned char>(c)));
    out += hex;
  }
  return out;
}

// Controls in the order in which libfaust shows them, addressed as ControlList does.
void leaves(const json& items, ControlList& list, std::vector<json>& found) {
  for (const auto& item : items) {
    const std::string type = item.at("type");
    const std::string label = item.value("label", std::string());
    if (type.ends_with("group")) {
      list.openVerticalBox(label.c_str());
      leaves(item.at("items"), list, found);
      list.closeBox();
      continue;
    }
    list.addButton(label.c_str(), nullptr);
    json leaf;
    leaf["type"] = type;
    leaf["label"] = list.controls.back().address.substr(1);
    leaf["shortname"] = leaf["address"] = item.at("address");
    leaf["index"] = item.at("index");
    for (const char* key : {"init", "min", "max", "step"})
      if (item.contains(key)) leaf[key] = item[key];
    found.push_back(leaf);
  }
}

json group(const std::string& label, const json& items) {
  json g;
  g["type"] = "vgroup";
  g["label"] = label;
  g["items"] = items;
  return g;
}

}  // namespace

WideFace::WideFace(const std::string& module) {
  const auto global = module.find("\n@\"{");
  const auto from = module.find(" c\"", global), to = from == std::string::npos ? from : module.find("\\00\"", from);
  if (global == std::string::npos || to == std::string::npos) throw std::out_of_range("no description");
  const json face = json::parse(unescape(module.substr(from + 3, to - from - 3)), nullptr, false);
  if (!face.is_object()) throw std::out_of_range("no description");
  inputs_ = face.at("inputs");
  outputs_ = face.at("outputs");
  ControlList list;
  std::vector<json> controls;
  leaves(face.at("ui"), list, controls);
  if (controls.empty()) throw NotWide{"it has no controls, by which its memory would be found"};
  words_ = face.at("size").get<int>() / int(sizeof(float));
  anchor_ = controls.front()["index"].get<int>() / int(sizeof(float));

  json lanes = json::array();
  for (int lane = 0; lane < kLanes; ++lane) {
    json items = json::array();
    for (json leaf : controls) {
      leaf["index"] = leaf["index"].get<int>() * kLanes + lane * int(sizeof(float));
      leaf["shortname"] = leaf["address"] = "/" + std::to_string(lane) + leaf["address"].get<std::string>();
      items.push_back(leaf);
    }
    lanes.push_back(group(std::to_string(lane), items));
  }
  json wide;
  // libfaust cannot read an empty list.
  for (const char* key : {"name", "filename", "version", "compile_options", "library_list", "include_pathnames"})
    if (face.contains(key)) wide[key] = face[key];
  wide["size"] = face.at("size").get<int>() * kLanes;
  wide["inputs"] = inputs_ * kLanes;
  wide["outputs"] = outputs_ * kLanes;
  if (face.contains("sr_index")) wide["sr_index"] = face["sr_index"].get<int>() * kLanes;
  wide["meta"] = face.at("meta");
  wide["ui"] = json::array({group("", lanes)});
  text_ = wide.dump();
}

std::string WideFace::global() const {
  return "@weft_face = private unnamed_addr constant [" + std::to_string(text_.size() + 1) + " x i8] c\"" + escape(text_) + "\\00\"";
}

std::string WideFace::address() const {
  const std::string type = "[" + std::to_string(text_.size() + 1) + " x i8]";
  return "getelementptr inbounds (" + type + ", " + type + "* @weft_face, i32 0, i32 0)";
}

}  // namespace weft::dsp
