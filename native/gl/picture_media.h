// The pictures that a plan takes from files, opened before it plays: no GL here.
//
// Who allocates: openPictureMedia() [loader]. Who takes: the player, as it makes its steps [render]. Who frees: the steps.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

#include "media/clip_pictures.h"
#include "plan/plan.h"

namespace weft::gl {

struct PictureMedia {
  struct Opened {
    std::unique_ptr<media::ClipPictures> clip;
    media::FramePtr image;
  };
  std::unordered_map<int, Opened> steps;  // by index of the picture step; none: not opened
  std::set<std::string> good;             // node and file of all that is open, here or in the plan before
};

// Opens what the plan needs; what the node of the same path had open of the same file in `before` (may be null) is left to
// be taken over. What cannot be opened is a diagnostic. [loader]
std::shared_ptr<PictureMedia> openPictureMedia(const plan::Plan&, const std::shared_ptr<media::DecodePool>&, const PictureMedia* before,
                                               Diagnostics&);

}  // namespace weft::gl
