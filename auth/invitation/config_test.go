package invitation_test

import (
	"reflect"

	"github.com/orghandshakes/handshakes-go/auth"
)

// configured returns an option of a cloud's client that changes what users cannot set. Each
// cloud keeps its settings to itself, but the [auth.Config] is embedded in them.
func configured[Option any](change func(*auth.Config)) Option {
	set := func(settings []reflect.Value) []reflect.Value {
		change(settings[0].Elem().FieldByName("Config").Interface().(*auth.Config))
		return nil
	}
	return reflect.MakeFunc(reflect.TypeFor[Option](), set).Interface().(Option)
}
