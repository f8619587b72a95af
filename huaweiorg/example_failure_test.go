package huaweiorg_test

import (
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// Failure turns an unwanted outcome into an error.
func ExampleOutcome_Failure() {
	o := huaweiorg.Outcome{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "2002"}, Result: huaweiorg.ResultQuotaReached, Reason: "retry tomorrow"}
	err := o.Failure()
	fmt.Println(err, errors.Is(err, huaweiorg.ErrQuota))
	// Output:
	// 2002: quota reached: retry tomorrow true
}
