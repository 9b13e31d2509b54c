#include "gl/picture_media.h"

namespace weft::gl {
namespace {

class Opener {
 public:
  Opener(const plan::Plan& p, const std::shared_ptr<media::DecodePool>& pool, const PictureMedia* before, PictureMedia& made, Diagnostics& d)
      : plan_(p), pool_(pool), before_(before), made_(made), diagnostics_(d) {}

  void open(int step, const plan::PictureClipStep& s) {
    take(step, s.node, s.media, [&](const std::string& path) -> std::optional<Error> {
      auto opened = media::ClipPictures::open(pool_, path, plan_.depth != 8);
      if (auto* e = std::get_if<Error>(&opened)) return *e;
      made_.steps[step].clip = std::move(std::get<std::unique_ptr<media::ClipPictures>>(opened));
      return std::nullopt;
    });
  }
  void open(int step, const plan::ImageStep& s) {
    take(step, s.node, s.media, [&](const std::string& path) -> std::optional<Error> {
      auto loaded = media::loadImage(path, plan_.depth != 8);
      if (auto* e = std::get_if<Error>(&loaded)) return *e;
      made_.steps[step].image = std::get<media::FramePtr>(loaded);
      return std::nullopt;
    });
  }
  template <class Other>
  void open(int, const Other&) {}

 private:
  template <class Open>
  void take(int step, int node, int media, Open open) {
    if (media < 0) return;
    const std::string& path = plan_.media[size_t(media)].path;
    const plan::Node& n = plan_.nodes[size_t(node)];
    const std::string name = n.path + '\n' + n.type + '\n' + path + '\n' + std::to_string(plan_.depth);
    if (!(before_ && before_->good.count(name)))
      if (auto e = open(path)) return diagnostics_.add({e->code, "error", e->message, n.path, path, 0});
    made_.good.insert(name);
  }

  const plan::Plan& plan_;
  const std::shared_ptr<media::DecodePool>& pool_;
  const PictureMedia* before_;
  PictureMedia& made_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::shared_ptr<PictureMedia> openPictureMedia(const plan::Plan& p, const std::shared_ptr<media::DecodePool>& pool,
                                               const PictureMedia* before, Diagnostics& d) {
  auto made = std::make_shared<PictureMedia>();
  Opener opener(p, pool, before, *made, d);
  for (size_t i = 0; i < p.picture.size(); ++i)
    std::visit([&](const auto& s) { opener.open(int(i), s); }, p.picture[i]);
  return made;
}

}  // namespace weft::gl
