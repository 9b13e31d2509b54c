// The numbers of a shader step: parameters, ISF built-ins, seeds. [render]
#pragma once
#include <vector>

#include "gl/canvas.h"
#include "gl/program.h"

namespace weft::gl {

// Seed of a frame: the 32-bit finaliser of MurmurHash3 (Appleby, public domain) over seed and frame.
uint32_t frameSeed(uint32_t seed, uint32_t frame);

class Uniforms {
 public:
  Uniforms(const Program&, const plan::ShaderStep&);
  // frameIndex and timeDelta (seconds) are the instance's own. The program must be in use.
  void set(const Canvas&, const Drawing&, int frameIndex, double timeDelta) const;
  void setPass(int index, int width, int height) const;

 private:
  struct Parameter {
    GLint at;
    const plan::Uniform* from;
  };
  struct Seed {
    GLint constant, frame;
    uint32_t value;
  };
  std::vector<Parameter> parameters_;
  std::vector<Seed> seeds_;
  std::vector<GLint> nodes_;
  GLint pass_, size_, time_, delta_, date_, frame_, beat_, nodesAt_;
};

}  // namespace weft::gl
