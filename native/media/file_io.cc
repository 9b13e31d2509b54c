#include "media/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

extern "C" {
#include <libavutil/avstring.h>
}

namespace weft::media {
namespace {

// Every demuxer that reads pictures or sound from the one file it is given, and no other.
constexpr const char* kDemuxers =
    "aac,ac3,aiff,amr,ape,apng,asf,au,av1,avi,bmp_pipe,caf,cri_pipe,dds_pipe,dnxhd,dpx_pipe,dv,eac3,exr_pipe,flac,flv,"
    "gif,gif_pipe,h261,h263,h264,hdr_pipe,hevc,ivf,j2k_pipe,jpeg_pipe,jpegls_pipe,jpegxl_pipe,m4v,matroska,webm,mjpeg,"
    "mjpeg_2000,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mpegvideo,mxf,nut,obu,ogg,pam_pipe,pbm_pipe,pcx_pipe,pfm_pipe,"
    "pgm_pipe,pgmyuv_pipe,phm_pipe,photocd_pipe,pictor_pipe,png_pipe,ppm_pipe,psd_pipe,qdraw_pipe,qoi_pipe,rawvideo,rm,"
    "sgi_pipe,sox,sunrast_pipe,swf,tiff_pipe,tta,vbn_pipe,vc1,vc1test,voc,w64,wav,webp_pipe,wtv,wv,xbm_pipe,"
    "xpm_pipe,xwd_pipe,yuv4mpegpipe";

constexpr std::array<std::string_view, 12> kPointing = {"hls",      "dash",   "concat", "sdp",        "rtsp", "imf",
                                                        "image2",   "webm_dash_manifest", "applehttp", "sap",  "rtp",  "tedcaptions"};

bool listed(const AVInputFormat* format) {
  std::string_view names = format->name;
  while (!names.empty()) {
    auto comma = names.find(',');
    if (av_match_name(std::string(names.substr(0, comma)).c_str(), kDemuxers)) return true;
    if (comma == names.npos) break;
    names.remove_prefix(comma + 1);
  }
  return false;
}

int refuseSecondFile(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); }

FileIdentity identityOf(const struct stat& s) {
  return {uint64_t(s.st_dev), uint64_t(s.st_ino), int64_t(s.st_size),
          int64_t(s.st_mtim.tv_sec) * 1'000'000'000 + s.st_mtim.tv_nsec};
}

Error corrupt(const std::string& path, const std::string& why) {
  return {"media.corrupt", "“" + baseName(path) + "” could not be read as media (" + why +
                               "). The file may be incomplete or damaged; copy or export it again."};
}

}  // namespace

std::string baseName(const std::string& path) {
  auto slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

FileIdentity identify(const std::string& path) {
  struct stat s;
  if (::stat(path.c_str(), &s) != 0) return {};
  return identityOf(s);
}

int Container::readPacket(void* self, uint8_t* to, int size) {
  auto* c = static_cast<Container*>(self);
  ssize_t got;
  do got = ::pread(c->descriptor_, to, size_t(size), c->at_);
  while (got < 0 && errno == EINTR);
  if (got < 0) return AVERROR(errno);
  if (got == 0) return AVERROR_EOF;
  c->at_ += got;
  return int(got);
}

int64_t Container::seek(void* self, int64_t offset, int whence) {
  auto* c = static_cast<Container*>(self);
  struct stat s;
  if (::fstat(c->descriptor_, &s) != 0) return AVERROR(errno);
  whence &= ~AVSEEK_FORCE;
  if (whence == AVSEEK_SIZE) return s.st_size;
  int64_t target = whence == SEEK_SET ? offset : whence == SEEK_CUR ? c->at_ + offset : s.st_size + offset;
  if (target < 0) return AVERROR(EINVAL);
  return c->at_ = target;
}

std::variant<std::unique_ptr<Container>, Error> Container::open(const std::string& path) {
  quietLog();
  std::unique_ptr<Container> c(new Container);
  // O_NONBLOCK: a pipe must not hang the open.
  c->descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (c->descriptor_ < 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return Error{"media.missing", "“" + baseName(path) + "” does not exist. Put the file back or choose another."};
    return Error{"media.missing", "“" + baseName(path) + "” could not be opened: " + std::strerror(errno) + "."};
  }
  struct stat s;
  if (::fstat(c->descriptor_, &s) != 0) return corrupt(path, std::strerror(errno));
  if (!S_ISREG(s.st_mode))
    return Error{"media.refused", "“" + baseName(path) + "” is not a plain file. Choose a media file."};
  if (s.st_size == 0) return Error{"media.empty", "“" + baseName(path) + "” is empty (0 bytes). Copy or export it again."};
  c->identity_ = identityOf(s);

  constexpr int kBuffer = 1 << 16;
  auto* buffer = static_cast<uint8_t*>(av_malloc(kBuffer));
  c->io_ = avio_alloc_context(buffer, kBuffer, 0, c.get(), &Container::readPacket, nullptr, &Container::seek);
  if (!c->io_) {
    av_free(buffer);
    return corrupt(path, "out of memory");
  }

  const AVInputFormat* format = nullptr;
  // By content alone: with a name, FFmpeg would also try numbered pictures.
  int e = av_probe_input_buffer2(c->io_, &format, "", nullptr, 0, 0);
  if (e < 0 || !format) return corrupt(path, "unknown form");
  if (!listed(format)) {
    bool points = std::find(kPointing.begin(), kPointing.end(), std::string_view(format->name)) != kPointing.end();
    return Error{"media.refused", "“" + baseName(path) + "” is " +
                                      (points ? "a list that names other files (" : "of a form that is not opened (") +
                                      format->name + "). Use a file that holds the pictures or the sound itself."};
  }

  c->format_ = avformat_alloc_context();
  c->format_->pb = c->io_;
  c->format_->flags |= AVFMT_FLAG_CUSTOM_IO;
  c->format_->io_open = refuseSecondFile;
  c->format_->format_whitelist = av_strdup(kDemuxers);
  c->format_->protocol_whitelist = av_strdup("none");
  e = avformat_open_input(&c->format_, "", format, nullptr);
  if (e < 0) return corrupt(path, avMessage(e));
  // Data and attachments (a tmcd track, fonts) are not read.
  for (unsigned i = 0; i < c->format_->nb_streams; i++) {
    auto type = c->format_->streams[i]->codecpar->codec_type;
    if (type != AVMEDIA_TYPE_VIDEO && type != AVMEDIA_TYPE_AUDIO) c->format_->streams[i]->discard = AVDISCARD_ALL;
  }
  e = avformat_find_stream_info(c->format_, nullptr);
  if (e < 0) return corrupt(path, avMessage(e));
  if (c->pictureStream() < 0 && c->soundStream() < 0) return corrupt(path, "its index is missing or damaged");
  return c;
}

Container::~Container() {
  if (format_) avformat_close_input(&format_);
  if (io_) {
    av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

int Container::pictureStream() const {
  int best = -1;
  for (unsigned i = 0; i < format_->nb_streams; i++) {
    const AVStream* s = format_->streams[i];
    if (s->codecpar->codec_type != AVMEDIA_TYPE_VIDEO || (s->disposition & AV_DISPOSITION_ATTACHED_PIC)) continue;
    if (best < 0 || ((s->disposition & AV_DISPOSITION_DEFAULT) &&
                     !(format_->streams[best]->disposition & AV_DISPOSITION_DEFAULT)))
      best = int(i);
  }
  return best;
}

int Container::soundStream() const {
  int best = -1;
  for (unsigned i = 0; i < format_->nb_streams; i++) {
    const AVStream* s = format_->streams[i];
    if (s->codecpar->codec_type != AVMEDIA_TYPE_AUDIO) continue;
    if (best < 0 || ((s->disposition & AV_DISPOSITION_DEFAULT) &&
                     !(format_->streams[best]->disposition & AV_DISPOSITION_DEFAULT)))
      best = int(i);
  }
  return best;
}

double Container::zero() const {
  int stream = pictureStream();
  if (stream < 0) stream = soundStream();
  if (stream < 0) return 0;
  const AVStream* s = format_->streams[stream];
  return s->start_time == AV_NOPTS_VALUE ? 0 : s->start_time * av_q2d(s->time_base);
}

}  // namespace weft::media
