// Textures, the pool that lends them, and the slots of a plan. All [render].
#pragma once
#include <epoxy/gl.h>

#include <atomic>
#include <memory>
#include <vector>

#include "gl/context.h"

namespace weft::gl {

enum class Format { Rgba8, Rgba16f, Rgba32f, R32f, Blank };  // Blank: sampled it is transparent black; never drawn or read

inline constexpr int kAsideUnit = 40;  // texture unit for making and filling; samplers use those below

// A linear, clamped texture, with a framebuffer object once it is drawn to.
class Texture {
 public:
  Texture(int width, int height, Format);
  ~Texture();
  Texture(const Texture&) = delete;
  Texture& operator=(const Texture&) = delete;

  const GLuint id;
  const int width, height;  // pixels
  const Format format;

  GLuint framebuffer();
  // Rows from the bottom, tightly packed, in the format's own component type.
  void upload(const void* pixels);
  void clear();  // to transparent black

 private:
  GLuint framebuffer_ = 0;
};
using TexturePtr = std::shared_ptr<Texture>;

// The external type of a format's components: GL_UNSIGNED_BYTE, GL_HALF_FLOAT or GL_FLOAT.
GLenum componentType(Format);

// Lends textures; one comes back when nobody else holds it. A picture that someone still holds (a delay, an alias) is
// therefore never drawn over.
class TexturePool {
 public:
  TexturePtr acquire(int width, int height, Format);
  // Frees what has not been lent for a while; once per frame.
  void trim();
  // Frees all that nobody holds.
  void clear();
  // In use and kept. [any]
  size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  struct Entry {
    TexturePtr texture;
    int idle = 0;  // frames
  };
  std::vector<Entry> entries_;
  std::atomic<size_t> bytes_{0};
};

// The pictures of a plan by slot. Slot 0 is transparent black, 1x1.
class Slots {
 public:
  explicit Slots(int count);
  const TexturePtr& operator[](int slot) const { return slots_[slot] ? slots_[slot] : nothing_; }
  void set(int slot, TexturePtr t) { slots_[slot] = std::move(t); }
  const TexturePtr& nothing() const { return nothing_; }

 private:
  TexturePtr nothing_;
  std::vector<TexturePtr> slots_;
};

}  // namespace weft::gl
