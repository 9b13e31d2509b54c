#include "dsp/worker/widen.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "dsp/lanes.h"
#include "dsp/worker/ir_text.h"
#include "dsp/worker/wide_face.h"

namespace weft::dsp {
namespace {

using ir::Line;
using std::string;

const string kWidth = std::to_string(kLanes);
string wideType(const string& type) { return "<" + kWidth + " x " + type + ">"; }
const string kFloat = wideType("float"), kInt = wideType("i32"), kBit = wideType("i1");
string n(int i) { return std::to_string(i); }

// Vector forms of single-argument functions that LLVM has; others are called lane by lane.
const std::map<string, string> kVectorised = {{"@floorf", "floor"}, {"@fabsf", "fabs"}, {"@sqrtf", "sqrt"}, {"@ceilf", "ceil"}};
const std::set<string> kIntegerOps = {"add", "sub", "mul", "and", "or", "xor", "shl", "ashr", "lshr", "sdiv", "srem"};
const std::set<string> kFloatOps = {"fadd", "fsub", "fmul", "fdiv", "frem"};

struct Module {
  std::set<string> declares;  // of vector functions
  std::set<string> own;       // functions of the program's own on numbers: "@mydsp_faustpower2_f"
  int inputs = 0, outputs = 0;
};

// One function, line by line. What is the same in all lanes (loop counters, sizes) stays a single number.
class Function {
 public:
  Function(Module& module, const std::vector<string>& text) : module_(module), text_(text) {}
  std::vector<string> widened() {
    findUniformLocals();
    header();
    for (size_t i = 1; i + 1 < text_.size(); ++i) line(text_[i]);
    out_.push_back("}");
    return std::move(out_);
  }

 private:
  struct Buffer {
    bool output;
    int port;
    string index;  // "" until an element is chosen
  };
  // Code that only some lanes run. mask: which do; "": all.
  struct Place {
    string mask;
    int branch = -1;
    bool then = false;
  };
  struct Branch {
    Place around;
    string otherwise, merge;
    string anyElse;
  };

  // Locals of type i32 that only ever hold what is the same in all lanes.
  void findUniformLocals() {
    for (const auto& t : text_) {
      const Line l = ir::parse(t);
      // What the sides of a branch leave behind is not the same, even if each side leaves a constant.
      if (l.is(0, "alloca") && l.is(1, "i32") && !l.result.starts_with("%select_res")) uniform_.insert(l.result);
    }
    uniform_.insert("%count");
    uniform_.insert("%sample_rate");
    for (bool changed = true; changed;) {
      changed = false;
      std::set<string> values;
      for (const auto& t : text_) {
        const Line l = ir::parse(t);
        auto same = [&](size_t i) { return i < l.words.size() && (!l.words[i].starts_with('%') || values.contains(l.words[i]) || uniform_.contains(l.words[i])); };
        if (l.is(0, "load") && l.is(1, "i32") && uniform_.contains(l.words[3])) values.insert(l.result);
        if (kIntegerOps.contains(l.words.empty() ? "" : l.words[0]) && same(2) && same(3)) values.insert(l.result);
        if (l.is(0, "icmp") && same(3) && same(4)) values.insert(l.result);
        if (l.is(0, "select") && same(2) && same(4) && same(6)) values.insert(l.result);
        if (l.is(0, "store") && l.is(1, "i32") && uniform_.contains(l.words[4]) && !same(2)) changed = uniform_.erase(l.words[4]) > 0;
      }
    }
  }

  void emit(const string& text) { out_.push_back("  " + text); }
  string fresh() { return "%w" + n(next_++); }
  // Unnamed values must be numbered without gaps: all get names.
  static string named(const string& value) {
    return value.size() > 1 && value[0] == '%' && std::isdigit(static_cast<unsigned char>(value[1])) ? "%v" + value.substr(1) : value;
  }
  bool isWide(const string& value) const { return wide_.contains(value); }

  string splat(const string& type, const string& value) {
    if (!value.starts_with('%')) {
      string all;
      for (int i = 0; i < kLanes; ++i) all += (i ? ", " : "") + type + " " + value;
      return "<" + all + ">";
    }
    const string first = fresh(), all = fresh();
    emit(first + " = insertelement " + wideType(type) + " undef, " + type + " " + named(value) + ", i32 0");
    emit(all + " = shufflevector " + wideType(type) + " " + first + ", " + wideType(type) + " undef, <" + kWidth + " x i32> zeroinitializer");
    return all;
  }
  string asWide(const string& type, const string& value) { return isWide(value) ? named(value) : splat(type, value); }

  void define(const Line& l, const string& code, bool wide) {
    emit(named(l.result) + " = " + code);
    if (wide) wide_.insert(l.result);
  }
  [[noreturn]] void refuse(const string& why) { throw NotWide{why}; }

  void header() {
    string head = text_[0];
    const bool compute = head.starts_with("define void @compute");
    if (compute) {
      const auto at = head.find("* %dsp");
      if (at == string::npos) refuse("its compute function is not known");
      head.replace(at, 6, "* noalias %dsp");
    }
    if (head.starts_with("define internal float")) {
      for (size_t at; (at = head.find("float %")) != string::npos;) head.replace(at, 5, kFloat);
      head.replace(head.find("float @"), 5, kFloat);
      for (const auto& word : ir::parse(text_[0]).words)
        if (word.starts_with('%')) wide_.insert(word);
    }
    out_.push_back(head);
  }

  // Pointers to the samples of every lane, where the function begins.
  void openBuffers() {
    if (text_[0].find("float** ") == string::npos) return;
    auto open = [&](const char* from, const char* name, int ports) {
      for (int i = 0; i < ports * kLanes; ++i) {
        const string place = fresh();
        emit(place + " = getelementptr inbounds float*, float** " + from + ", i32 " + n(i));
        emit(string("%") + name + n(i) + " = load float*, float** " + place + ", align 8");
      }
    };
    open("%inputs", "weft_in", module_.inputs);
    open("%outputs", "weft_out", module_.outputs);
    std::vector<string> regions = {"memory", "inputs"};
    for (int i = 0; i < module_.outputs * kLanes; ++i) regions.push_back("output" + n(i));
    apart_.emplace(regions);
  }

  void line(const string& text) {
    if (text.empty() || text[0] == ';') return;
    if (text[0] != ' ') return label(text.substr(0, text.find(':')));
    const Line l = ir::parse(text);
    const string& op = l.words.at(0);
    if (op == "alloca") return local(l);
    if (op == "load") return load(l);
    if (op == "store") return store(l);
    if (op == "getelementptr") return element(l);
    if (op == "bitcast") return cast(l);
    if (op == "br") return branch(l);
    if (op == "ret") return l.is(1, "float") ? emit("ret " + kFloat + " " + asWide("float", l.words.at(2))) : emit("ret void");
    if (op == "call") return call(l);
    if (op == "select") return select(l);
    if (op == "icmp" || op == "fcmp") return compare(l);
    if (kFloatOps.contains(op) && l.is(1, "fast") && l.is(2, "float")) {
      const string a = asWide("float", l.words.at(3)), b = asWide("float", l.words.at(4));
      return define(l, op + " fast " + kFloat + " " + a + ", " + b, true);
    }
    if (op == "fneg" && l.is(1, "fast") && l.is(2, "float")) return define(l, "fneg fast " + kFloat + " " + asWide("float", l.words.at(3)), true);
    if (kIntegerOps.contains(op) && l.is(1, "i32")) {
      const string &a = l.words.at(2), &b = l.words.at(3);
      if (!isWide(a) && !isWide(b)) return define(l, op + " i32 " + named(a) + ", " + named(b), false);
      const string first = asWide("i32", a), second = asWide("i32", b);
      return define(l, op + " " + kInt + " " + first + ", " + second, true);
    }
    if (op == "sitofp" && l.is(1, "i32")) return define(l, "sitofp " + kInt + " " + asWide("i32", l.words.at(2)) + " to " + kFloat, true);
    if (op == "fptosi" && l.is(1, "float")) return define(l, "fptosi " + kFloat + " " + asWide("float", l.words.at(2)) + " to " + kInt, true);
    refuse("it uses " + op);
  }

  void label(const string& name) {
    out_.push_back(name + ":");
    const auto known = places_.find(name);
    place_ = known == places_.end() ? Place{} : known->second;
    seen_.insert(name);
    if (name == "entry_block") openBuffers();
    inLoop_ = name != "entry_block";
  }
  void enter(const string& label, const Place& place) {
    if (seen_.contains(label) && !place.mask.empty()) refuse("its branches come in an order that is not known");
    places_[label] = place;
  }

  void local(const Line& l) {
    if (l.is(1, "float*")) return;  // buffers are found by their names
    if (l.is(1, "float")) emit(named(l.result) + " = alloca " + kFloat + ", align 32");
    else if (l.is(1, "i32")) emit(named(l.result) + " = alloca " + (uniform_.contains(l.result) ? "i32, align 4" : kInt + ", align 32"));
    else refuse("it keeps " + l.words.at(1));
    locals_.insert(l.result);
  }

  string mark(const string& pointer) const { return apart_ && !locals_.contains(pointer) ? apart_->mark("memory") : ""; }

  void load(const Line& l) {
    const string &type = l.words.at(1), &from = l.words.at(3);
    if (type == "float*") {
      if (const auto port = ir::numbered(from, "input")) buffers_[l.result] = {false, *port, ""};
      else if (const auto port = ir::numbered(from, "output")) buffers_[l.result] = {true, *port, ""};
      return;
    }
    if (type != "float" && type != "i32") refuse("it reads " + type);
    if (uniform_.contains(from)) return define(l, "load i32, i32* " + named(from) + ", align 4", false);
    if (const auto buffer = buffers_.find(from); buffer != buffers_.end()) return gather(l, buffer->second);
    define(l, "load " + wideType(type) + ", " + wideType(type) + "* " + named(from) + ", align 4" + mark(from), true);
  }
  void gather(const Line& l, const Buffer& buffer) {
    string all = "undef";
    for (int lane = 0; lane < kLanes; ++lane) {
      const int port = lane * (buffer.output ? module_.outputs : module_.inputs) + buffer.port;
      const string place = fresh(), value = fresh(), next = lane + 1 < kLanes ? fresh() : named(l.result);
      emit(place + " = getelementptr inbounds float, float* " + (buffer.output ? "%weft_out" : "%weft_in") + n(port) + ", i32 " + buffer.index);
      emit(value + " = load float, float* " + place + ", align 4" + apart_->mark(buffer.output ? "output" + n(port) : "inputs"));
      emit(next + " = insertelement " + kFloat + " " + all + ", float " + value + ", i32 " + n(lane));
      all = next;
    }
    wide_.insert(l.result);
  }

  void store(const Line& l) {
    const string &type = l.words.at(1), &to = l.words.at(4);
    if (type == "float*") return;
    if (type != "float" && type != "i32") refuse("it writes " + type);
    if (uniform_.contains(to)) {
      if (!place_.mask.empty()) refuse("it counts in a branch");
      return emit("store i32 " + named(l.words.at(2)) + ", i32* " + named(to) + ", align 4");
    }
    string value = asWide(type, l.words.at(2));
    if (const auto buffer = buffers_.find(to); buffer != buffers_.end()) {
      if (!place_.mask.empty()) refuse("it writes its output in a branch");
      for (int lane = 0; lane < kLanes; ++lane) {
        const int port = lane * module_.outputs + buffer->second.port;
        const string place = fresh(), one = fresh();
        emit(one + " = extractelement " + kFloat + " " + value + ", i32 " + n(lane));
        emit(place + " = getelementptr inbounds float, float* %weft_out" + n(port) + ", i32 " + buffer->second.index);
        emit("store float " + one + ", float* " + place + ", align 4" + apart_->mark("output" + n(port)));
      }
      return;
    }
    if (!place_.mask.empty()) {
      const string old = fresh(), both = fresh();
      emit(old + " = load " + wideType(type) + ", " + wideType(type) + "* " + named(to) + ", align 4" + mark(to));
      emit(both + " = select " + kBit + " " + place_.mask + ", " + wideType(type) + " " + value + ", " + wideType(type) + " " + old);
      value = both;
    }
    emit("store " + wideType(type) + " " + value + ", " + wideType(type) + "* " + named(to) + ", align 4" + mark(to));
  }

  // Types of the program's own memory, with every number a vector.
  static string memoryType(string type) {
    for (const char* one : {"float", "i32"})
      if (const auto at = type.find(one); at != string::npos) return type.replace(at, string(one).size(), wideType(one));
    return type;
  }

  void element(const Line& l) {
    const string &type = l.words.at(2), &from = l.words.at(4);
    if (type == "float*") return;
    if (const auto buffer = buffers_.find(from); buffer != buffers_.end()) {
      if (isWide(l.words.at(6))) refuse("it reads its input at a place that moves");
      buffers_[l.result] = {buffer->second.output, buffer->second.port, named(l.words.at(6))};
      return;
    }
    string code = "getelementptr inbounds ";
    if (from == "%dsp") {
      code += type + ", " + type + "* %dsp";
      for (size_t i = 5; i + 1 < l.words.size(); i += 2) code += ", i32 " + l.words[i + 1];
    } else {
      if (isWide(l.words.at(6))) refuse("its delays or tables are read at places that differ from lane to lane");
      if (l.words.size() > 7 || type.find('[') != string::npos) refuse("its memory is nested");
      if (from.starts_with('@')) refuse("it has tables");
      code += memoryType(type) + ", " + memoryType(type) + "* " + named(from) + ", i32 " + named(l.words[6]);
    }
    define(l, code, false);
  }

  void cast(const Line& l) {
    const string &type = l.words.at(1), &from = l.words.at(2), &to = l.words.at(4);
    if (type.ends_with("**")) return;
    define(l, "bitcast " + (from == "%dsp" ? type : memoryType(type)) + " " + named(from) + " to " + memoryType(to), false);
  }

  void select(const Line& l) {  // select i1 %c, T a, T b
    const string &condition = l.words.at(2), &type = l.words.at(3), &a = l.words.at(4), &b = l.words.at(6);
    if (!isWide(condition) && type == "i32" && !isWide(a) && !isWide(b))
      return define(l, "select i1 " + named(condition) + ", i32 " + named(a) + ", i32 " + named(b), false);
    const string first = asWide(type, a), second = asWide(type, b);
    define(l, "select " + (isWide(condition) ? kBit : string("i1")) + " " + named(condition) + ", " + wideType(type) + " " + first + ", " + wideType(type) + " " + second, true);
  }

  void compare(const Line& l) {  // icmp slt i32 a, b; fcmp fast ogt float a, b
    const bool floats = l.is(0, "fcmp");
    const string &how = l.words.at(floats ? 2 : 1), &type = l.words.at(floats ? 3 : 2), &a = l.words.at(floats ? 4 : 3), &b = l.words.at(floats ? 5 : 4);
    if (type != (floats ? "float" : "i32")) refuse("it compares " + type);
    if (!floats && !isWide(a) && !isWide(b)) return define(l, "icmp " + how + " i32 " + named(a) + ", " + named(b), false);
    const string first = asWide(type, a), second = asWide(type, b);
    define(l, (floats ? "fcmp fast " : "icmp ") + how + " " + wideType(type) + " " + first + ", " + second, true);
  }

  void call(const Line& l) {  // call fast float @f float a, float b
    if (!l.is(1, "fast") || !l.is(2, "float")) refuse("it calls a function on other numbers than floats");
    const string& name = l.words.at(3);
    std::vector<string> arguments;
    for (size_t i = 4; i + 1 < l.words.size(); i += 2) {
      if (l.words[i] != "float") refuse("it calls a function on other numbers than floats");
      arguments.push_back(asWide("float", l.words[i + 1]));
    }
    string list, types;
    for (const auto& a : arguments) (list += (list.empty() ? "" : ", ") + kFloat + " ") += a;
    for (size_t i = 0; i < arguments.size(); ++i) types += (i ? ", " : "") + kFloat;
    if (module_.own.contains(name)) return define(l, "call fast " + kFloat + " " + name + "(" + list + ")", true);
    string vector;
    if (name.starts_with("@llvm.") && name.ends_with(".f32")) vector = name.substr(0, name.size() - 3) + "v" + kWidth + "f32";
    else if (const auto known = kVectorised.find(name); known != kVectorised.end()) vector = "@llvm." + known->second + ".v" + kWidth + "f32";
    if (!vector.empty()) {
      module_.declares.insert("declare " + kFloat + " " + vector + "(" + types + ")");
      return define(l, "call fast " + kFloat + " " + vector + "(" + list + ")", true);
    }
    if (inLoop_ && place_.mask.empty()) refuse("for each sample it calls a function that vectors do not have: " + name.substr(1));
    string all = "undef";
    for (int lane = 0; lane < kLanes; ++lane) {
      string each;
      for (const auto& a : arguments) {
        const string one = fresh();
        emit(one + " = extractelement " + kFloat + " " + a + ", i32 " + n(lane));
        each += (each.empty() ? "float " : ", float ") + one;
      }
      const string value = fresh(), next = lane + 1 < kLanes ? fresh() : named(l.result);
      emit(value + " = call fast float " + name + "(" + each + ")");
      emit(next + " = insertelement " + kFloat + " " + all + ", float " + value + ", i32 " + n(lane));
      all = next;
    }
    wide_.insert(l.result);
  }

  string any(const string& mask) {
    const string function = "@llvm.vector.reduce.or.v" + kWidth + "i1", result = fresh();
    module_.declares.insert("declare i1 " + function + "(" + kBit + ")");
    emit(result + " = call i1 " + function + "(" + kBit + " " + mask + ")");
    return result;
  }

  void branch(const Line& l) {
    if (l.is(1, "label")) {
      const string to = l.words.at(2).substr(1);
      if (place_.branch < 0) {
        enter(to, place_);
        return emit("br label %" + to);
      }
      // The end of one side of a branch that lanes take differently: the other side follows.
      const Branch& b = branches_[size_t(place_.branch)];
      enter(to, b.around);
      if (!place_.then) return emit("br label %" + to);
      const string between = "weft_between" + n(place_.branch);
      emit("br label %" + between);
      out_.push_back(between + ":");
      return emit("br i1 " + b.anyElse + ", label %" + b.otherwise + ", label %" + to);
    }
    const string &condition = l.words.at(2), then = l.words.at(4).substr(1), otherwise = l.words.at(6).substr(1);
    if (!isWide(condition)) {
      // A loop, or a branch that all lanes take together: what is masked stays so.
      if (place_.branch >= 0) refuse("it loops in a branch");
      enter(then, place_);
      enter(otherwise, place_);
      return emit("br i1 " + named(condition) + ", label %" + then + ", label %" + otherwise);
    }
    if (!then.starts_with("select_then_block") || !otherwise.starts_with("select_else_block")) refuse("it branches in a way that is not known");
    const int number = int(branches_.size());
    string yes = named(condition), no = fresh();
    emit(no + " = xor " + kBit + " " + yes + ", " + splat("i1", "true"));
    if (!place_.mask.empty()) {
      const string a = fresh(), b = fresh();
      emit(a + " = and " + kBit + " " + yes + ", " + place_.mask);
      emit(b + " = and " + kBit + " " + no + ", " + place_.mask);
      yes = a;
      no = b;
    }
    const string anyThen = any(yes), anyElse = any(no);
    branches_.push_back({place_, otherwise, "", anyElse});
    enter(then, {yes, number, true});
    enter(otherwise, {no, number, false});
    // No lane takes the first side: then some take the second.
    emit("br i1 " + anyThen + ", label %" + then + ", label %" + otherwise);
  }

  Module& module_;
  const std::vector<string>& text_;
  std::vector<string> out_;
  std::set<string> uniform_, wide_, locals_, seen_;
  std::map<string, Buffer> buffers_;
  std::map<string, Place> places_;
  std::vector<Branch> branches_;
  Place place_;
  std::optional<ir::Apart> apart_;
  int next_ = 0;
  bool inLoop_ = false;

 public:
  std::vector<string> metadata() const { return apart_ ? apart_->metadata() : std::vector<string>(); }
};

string widenModule(const string& text) {
  const auto in = ir::lines(text);
  std::vector<string> out, metadata;
  Module module;
  WideFace face(text);
  module.inputs = face.inputs();
  module.outputs = face.outputs();
  for (const auto& l : in)
    if (l.starts_with("define internal float @")) module.own.insert(l.substr(l.find('@'), l.find('(') - l.find('@')));
  for (size_t i = 0; i < in.size(); ++i) {
    const string& l = in[i];
    if (l.starts_with("%struct.dsp")) {
      string type = l;
      for (const char* odd : {"double", "i64", "i8", "*"})
        if (type.find(odd, type.find('=')) != string::npos) throw NotWide{"it keeps other numbers than floats and whole numbers of 32 bits"};
      string wide = type.substr(0, type.find('{'));
      for (size_t at = wide.size(); at < type.size();) {
        if (type.compare(at, 5, "float") == 0) wide += kFloat, at += 5;
        else if (type.compare(at, 3, "i32") == 0) wide += kInt, at += 3;
        else wide += type[at++];
      }
      out.push_back(wide);
    } else if (l.starts_with("@\"{")) {
      out.push_back(face.global());
    } else if (l.starts_with("@")) {
      throw NotWide{"it has tables"};
    } else if (l.starts_with("define")) {
      size_t end = i;
      while (in.at(end) != "}") ++end;
      std::vector<string> body(in.begin() + long(i), in.begin() + long(end) + 1);
      i = end;
      if (l.starts_with("define i8* @getJSON")) {
        body = {l, "return_block:", "  ret i8* " + face.address(), "}"};
      } else {
        if (l.starts_with("define void @classInit") && body.size() > 4) throw NotWide{"it has tables"};
        Function function(module, body);
        body = function.widened();
        for (auto& m : function.metadata()) metadata.push_back(std::move(m));
      }
      out.insert(out.end(), body.begin(), body.end());
    } else {
      out.push_back(l);
    }
  }
  out.insert(out.end(), module.declares.begin(), module.declares.end());
  out.insert(out.end(), metadata.begin(), metadata.end());
  return ir::join(out);
}

}  // namespace

std::variant<string, NotWide> widen(const string& module) {
  try {
    return widenModule(module);
  } catch (const NotWide& no) {
    return no;
  } catch (const std::exception&) {
    return NotWide{"its code has a form that is not known"};
  }
}

}  // namespace weft::dsp
