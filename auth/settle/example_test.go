package settle_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/settle"
)

// A letterbox that is emptied, while the connection breaks before the answer.
func Example() {
	letters := 3

	empty := settle.Write[int]{
		Package: "letters",
		Op:      "Empty",
		Check:   "look into the box",
		Send: func(context.Context) (int, error) {
			letters = 0
			return 0, &auth.TransportError{Sent: true, Attempts: 1, Err: errors.New("connection reset")}
		},
		Judge: func(error) settle.Failure { return settle.Failure{} },
		Look: func(context.Context) (settle.Evidence[int], error) {
			if letters > 0 {
				return settle.Evidence[int]{Finding: settle.Untouched, Why: "there are letters in the box"}, nil
			}
			return settle.Evidence[int]{Finding: settle.Reached, State: letters}, nil
		},
		Ended: func(int, error) error { return errors.New("letters: Empty: the box is gone") },
	}

	left, err := empty.Do(context.Background())
	fmt.Println(left, err)
	// Output:
	// 0 <nil>
}

// A wait for what a write did to show, by a caller that gives up and says why.
func ExampleSleep() {
	ctx, giveUp := context.WithCancelCause(context.Background())
	fmt.Println(settle.Sleep(ctx, time.Nanosecond), settle.EndOf(ctx))
	giveUp(errors.New("the user left"))
	fmt.Println(settle.Sleep(ctx, time.Hour))
	fmt.Println(settle.EndOf(ctx))
	// Output:
	// <nil> <nil>
	// context canceled: the user left
	// context canceled: the user left
}
