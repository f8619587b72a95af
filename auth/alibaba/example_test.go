package alibaba_test

import (
	"context"
	"fmt"
	"os"

	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// The environment is looked at first.
func ExampleDefaultProvider() {
	_ = os.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "AKIDEXAMPLE0001")
	_ = os.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "a secret")
	keys, err := alibaba.DefaultProvider().Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, err)
	// Output: AKIDEXAMPLE0001 <nil>
}

// Any credential of the official package will do, a role to assume, too.
func ExampleFromCredential() {
	config := new(credentials.Config).SetType("access_key").SetAccessKeyId("AKIDEXAMPLE0001").SetAccessKeySecret("a secret")
	credential, err := credentials.NewCredential(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	keys, err := alibaba.FromCredential(credential).Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, err)
	// Output: AKIDEXAMPLE0001 <nil>
}
