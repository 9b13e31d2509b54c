// A file mapped by several processes, and waiting on a word of it. The one interface to shared memory; Linux so far
// (shared_file_linux.cc).
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "plan/diagnostics.h"

namespace weft::frames {

class SharedFile {
 public:
  // A new file of `bytes`, all of them reserved, zeroed and mapped for writing; removed by the destructor. Mode 0600, in
  // a folder that is ours and closed to others. Error ring.create. [any]
  static std::variant<std::unique_ptr<SharedFile>, Error> create(const std::string& path, uint64_t bytes);
  // An existing file, mapped for reading. Error ring.open. [any]
  static std::variant<std::unique_ptr<SharedFile>, Error> open(const std::string& path);
  ~SharedFile();
  SharedFile(const SharedFile&) = delete;
  SharedFile& operator=(const SharedFile&) = delete;

  uint8_t* data() const { return data_; }
  uint64_t bytes() const { return bytes_; }
  const std::string& path() const { return path_; }

  // Runs `work`, which reads the mapping. False when the file was cut short beneath it: then what was read is zeros, and
  // so is the mapping from now on. Any other fault is fatal, as ever. One thread at a time. [any]
  template <typename Work>
  bool reading(Work&& work) {
    Watch watch(*this);
    work();
    return !watch.hit();
  }

  // Sleeps while the word holds `seen`; returns when it is woken, when the word differs, or after `most`. [any]
  static void wait(const std::atomic<uint32_t>& word, uint32_t seen, std::chrono::nanoseconds most);
  // Wakes all who wait for the word, in all processes. [any]
  static void wake(const std::atomic<uint32_t>& word);

 private:
  // Says to the handler of SIGBUS which memory this thread reads, as long as it lives.
  class Watch {
   public:
    explicit Watch(SharedFile&);
    ~Watch();
    bool hit() const;

   private:
    SharedFile& file_;
  };

  SharedFile(std::string path, uint8_t* data, uint64_t bytes, bool ours) : path_(std::move(path)), data_(data), bytes_(bytes), ours_(ours) {}

  std::string path_;
  uint8_t* data_;
  uint64_t bytes_;
  bool ours_;
  bool cut_ = false;
};

}  // namespace weft::frames
