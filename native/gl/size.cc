#include "gl/size.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace weft::gl {
namespace {

using One = double (*)(double);
using Two = double (*)(double, double);

const std::unordered_map<std::string, One> kOne = {
    {"floor", [](double a) { return std::floor(a); }}, {"ceil", [](double a) { return std::ceil(a); }},
    {"round", [](double a) { return std::round(a); }}, {"sqrt", [](double a) { return std::sqrt(a); }},
    {"abs", [](double a) { return std::abs(a); }},     {"sin", [](double a) { return std::sin(a); }},
    {"cos", [](double a) { return std::cos(a); }},     {"tan", [](double a) { return std::tan(a); }},
    {"exp", [](double a) { return std::exp(a); }},     {"log", [](double a) { return std::log(a); }},
    {"log2", [](double a) { return std::log2(a); }},   {"neg", [](double a) { return -a; }},
};
const std::unordered_map<std::string, Two> kTwo = {
    {"+", [](double a, double b) { return a + b; }},
    {"-", [](double a, double b) { return a - b; }},
    {"*", [](double a, double b) { return a * b; }},
    {"/", [](double a, double b) { return a / b; }},
    {"%", [](double a, double b) { return std::fmod(a, b); }},
    {"min", [](double a, double b) { return std::min(a, b); }},
    {"max", [](double a, double b) { return std::max(a, b); }},
    {"pow", [](double a, double b) { return std::pow(a, b); }},
};

}  // namespace

int evaluate(const plan::Size& size, int canvas, int width, int height, const RowValues& rows) {
  std::vector<double> stack;
  for (const plan::SizeToken& t : size) {
    switch (t.kind) {
      case plan::SizeToken::Number: stack.push_back(t.number); break;
      case plan::SizeToken::Width: stack.push_back(width); break;
      case plan::SizeToken::Height: stack.push_back(height); break;
      case plan::SizeToken::Row: stack.push_back(rows[t.row]); break;
      case plan::SizeToken::Op:
        if (auto one = kOne.find(t.op); one != kOne.end() && !stack.empty()) {
          stack.back() = one->second(stack.back());
        } else if (auto two = kTwo.find(t.op); two != kTwo.end() && stack.size() >= 2) {
          const double b = stack.back();
          stack.pop_back();
          stack.back() = two->second(stack.back(), b);
        } else {
          return canvas;
        }
    }
  }
  if (stack.size() != 1 || !std::isfinite(stack[0])) return canvas;
  return int(std::clamp(std::floor(stack[0]), 1.0, double(std::max(kLargestSide, canvas))));
}

}  // namespace weft::gl
