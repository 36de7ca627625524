//! Whether two texts are copies of one story, also when cut, joined or re-titled.
