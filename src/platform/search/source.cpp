#include "source.hpp"  // the header must compile on its own
