#include "plug.hpp"  // the header must compile on its own
