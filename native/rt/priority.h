// Who runs first when there are fewer cores than threads.
#pragma once

namespace weft::rt {

// Realtime round-robin for the calling thread, a little above the least; false where the system refuses. [any]
bool askRealtime();
// True when the calling thread has realtime priority. [any]
bool isRealtime();
// The calling thread, and threads it starts from now on, yield to others by `steps` (0..19). For everything but audio where realtime
// priority is refused. [any]
void yieldToOthers(int steps);

}  // namespace weft::rt
