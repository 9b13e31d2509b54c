#include "gl/texture.h"

namespace weft::gl {
namespace {

struct Layout {
  GLint internal;
  GLenum external, type;
};

Layout layout(Format f) {
  switch (f) {
    case Format::Rgba16f: return {GL_RGBA16F, GL_RGBA, GL_HALF_FLOAT};
    case Format::Rgba32f: return {GL_RGBA32F, GL_RGBA, GL_FLOAT};
    case Format::R32f: return {GL_R32F, GL_RED, GL_FLOAT};
    case Format::Blank: return {GL_R8, GL_RED, GL_UNSIGNED_BYTE};
    case Format::Rgba8: break;
  }
  return {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE};
}

GLuint generate() {
  GLuint id = 0;
  glGenTextures(1, &id);
  return id;
}

constexpr int kIdleFrames = 120;

size_t bytesOf(const Texture& t) {
  const size_t each = t.format == Format::Rgba16f ? 8 : t.format == Format::Rgba32f ? 16 : t.format == Format::Blank ? 1 : 4;
  return size_t(t.width) * size_t(t.height) * each;
}

// Made and filled on a unit that no sampler uses, so that a step's bindings stand.
void bindAside(GLuint id) {
  glActiveTexture(GL_TEXTURE0 + kAsideUnit);
  glBindTexture(GL_TEXTURE_2D, id);
}

}  // namespace

GLenum componentType(Format f) { return layout(f).type; }

Texture::Texture(int w, int h, Format f) : id(generate()), width(w), height(h), format(f) {
  const Layout l = layout(f);
  bindAside(id);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  if (f == Format::R32f) {  // grey
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_G, GL_RED);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_B, GL_RED);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_A, GL_ONE);
  }
  if (f == Format::Blank)
    for (GLenum part : {GL_TEXTURE_SWIZZLE_R, GL_TEXTURE_SWIZZLE_G, GL_TEXTURE_SWIZZLE_B, GL_TEXTURE_SWIZZLE_A})
      glTexParameteri(GL_TEXTURE_2D, part, GL_ZERO);
  glTexImage2D(GL_TEXTURE_2D, 0, l.internal, w, h, 0, l.external, l.type, nullptr);
}

Texture::~Texture() {
  if (framebuffer_) glDeleteFramebuffers(1, &framebuffer_);
  glDeleteTextures(1, &id);
}

GLuint Texture::framebuffer() {
  if (framebuffer_) return framebuffer_;
  glGenFramebuffers(1, &framebuffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, id, 0);
  return framebuffer_;
}

void Texture::upload(const void* pixels) {
  const Layout l = layout(format);
  bindAside(id);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, l.external, l.type, pixels);
}

void Texture::clear() {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer());
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
}

TexturePtr TexturePool::acquire(int width, int height, Format format) {
  for (Entry& e : entries_)
    if (e.texture.use_count() == 1 && e.texture->width == width && e.texture->height == height &&
        e.texture->format == format) {
      e.idle = 0;
      return e.texture;
    }
  entries_.push_back({std::make_shared<Texture>(width, height, format)});
  bytes_.fetch_add(bytesOf(*entries_.back().texture), std::memory_order_relaxed);
  return entries_.back().texture;
}

void TexturePool::trim() {
  std::erase_if(entries_, [this](Entry& e) {
    if (e.texture.use_count() > 1) e.idle = 0;
    const bool gone = e.texture.use_count() == 1 && ++e.idle > kIdleFrames;
    if (gone) bytes_.fetch_sub(bytesOf(*e.texture), std::memory_order_relaxed);
    return gone;
  });
}

void TexturePool::clear() {
  std::erase_if(entries_, [this](Entry& e) {
    const bool gone = e.texture.use_count() == 1;
    if (gone) bytes_.fetch_sub(bytesOf(*e.texture), std::memory_order_relaxed);
    return gone;
  });
}

Slots::Slots(int count) : slots_(count) {
  nothing_ = std::make_shared<Texture>(1, 1, Format::Rgba8);
  const unsigned char zero[4] = {0, 0, 0, 0};
  nothing_->upload(zero);
}

}  // namespace weft::gl
