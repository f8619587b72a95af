package invitation

import "reflect"

// CanCompact reports whether a verb keeps a client's own value as a compact row.
func CanCompact(native any) bool { return canCompact(reflect.TypeOf(native)) }
