// The description that libfaust reads out of a program (its JSON), for the program made eight wide.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace weft::dsp {

class WideFace {
 public:
  // Reads the JSON out of the module. Throws std::out_of_range when there is none.
  explicit WideFace(const std::string& module);
  int inputs() const { return inputs_; }
  int outputs() const { return outputs_; }
  // One voice's memory, and the place of its first control there, in words of 32 bits.
  int words() const { return words_; }
  int anchor() const { return anchor_; }
  // Lines of LLVM assembly: the constant that holds the wide program's JSON, and its address.
  std::string global() const;
  std::string address() const;

 private:
  std::string text_;
  int inputs_ = 0, outputs_ = 0, words_ = 0, anchor_ = 0;
};

}  // namespace weft::dsp
