package alibabarm_test

import (
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// Failure turns an unwanted outcome into an error.
func ExampleOutcome_Failure() {
	o := alibabarm.Outcome{Target: alibabarm.Target{Type: alibabarm.TargetTypeAccount, Entity: "2002"}, Result: alibabarm.ResultQuotaReached, Reason: "retry tomorrow"}
	err := o.Failure()
	fmt.Println(err, errors.Is(err, alibabarm.ErrQuota))
	// Output:
	// 2002: quota reached: retry tomorrow true
}
