// The flags by which programs name nodes that made a NaN or Inf. [render]
#pragma once
#include <epoxy/gl.h>

#include <vector>

#include "gl/canvas.h"

namespace weft::gl {

// One uint per node of the plan, bound as storage buffer 0; programs set the node's to 1. Without storage buffers
// numbers are still replaced, but nobody is named.
class NotFinite {
 public:
  explicit NotFinite(Canvas&);
  ~NotFinite();
  void bind() const;
  void clear();  // forgets what programs have set so far
  // Reads the flags (waits for the GPU) and adds number.not-finite for nodes not yet named.
  void report();

 private:
  Canvas& c_;
  GLuint buffer_ = 0;
  std::vector<unsigned> flags_;
};

}  // namespace weft::gl
