// What a Faust source text names before anything is compiled: imports, foreign code, top-level definitions.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::dsp {

struct Import {
  std::string name;
  int line;
};
struct Refusal {
  std::string message;
  int line;
};
struct Definition {
  std::string name;
  int line;
  bool hasArguments;
  std::string body;
};

struct Scan {
  std::vector<Import> imports;           // import("x"), library("x"), component("x")
  std::vector<Refusal> foreign;          // ffunction, fconstant, fvariable, in code
  std::vector<Refusal> remote;           // imports of URLs
  std::vector<Definition> definitions;   // outside brackets
};

// Reads the text as Faust's own lexer does (comments, strings without escapes, <mdoc>). Where in doubt text counts as code. [any]
Scan scan(std::string_view text);

// Everything a program is made of, found before it is compiled.
struct Sources {
  std::string text;
  std::map<std::string, std::string> imports;  // real path -> text, Faust's library included
  struct Problem {
    std::string code, message, file;
    int line;
  };
  std::optional<Problem> problem;
};

// The folder of Faust's own library (the one that holds stdfaust.lib), with symlinks resolved; "" when there is none. [any]
std::string libraryFolder();
// True for files of Faust's own library, which alone may name foreign functions. path: real path. [any]
bool inLibrary(const std::string& path);

// Reads the file and follows its imports: in its folder, in the importing file's folder, in Faust's library. Where several match all are
// read. Problems: dsp.compile (missing), dsp.refused. An import that is nowhere is left to the compiler to name. [any]
Sources gather(const std::string& path);

}  // namespace weft::dsp
