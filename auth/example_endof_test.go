package auth_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A loop of your own reports why it stopped in the same way as the calls do.
func ExampleEndOf() {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	for n := 1; auth.EndOf(ctx) == nil; n++ {
		if n == 3 {
			cancel(errors.New("the budget of today is used up"))
		}
	}
	err := auth.EndOf(ctx)
	fmt.Println(err)
	fmt.Println(errors.Is(err, context.Canceled))
	// Output:
	// context canceled: the budget of today is used up
	// true
}
