package huaweiorgtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestKindsThatKnowNoCloudAreThoseOfAuthtest(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]authtest.Kind{
		{authtest.NoConnection(), huaweiorgtest.NoConnection()},
		{authtest.Reset(), huaweiorgtest.Reset()},
		{authtest.Hang(), huaweiorgtest.Hang()},
		{authtest.Delay(time.Second), huaweiorgtest.Delay(time.Second)},
		{authtest.CutBody(7), huaweiorgtest.CutBody(7)},
		{authtest.ResetBody(7), huaweiorgtest.ResetBody(7)},
		{authtest.Drip(time.Second), huaweiorgtest.Drip(time.Second)},
		{authtest.Huge(7), huaweiorgtest.Huge(7)},
		{authtest.TruncateBody(7), huaweiorgtest.TruncateBody(7)},
		{authtest.AppendBody("x"), huaweiorgtest.AppendBody("x")},
		{authtest.ErrorPage(502), huaweiorgtest.BadGateway()},
		{authtest.ErrorPage(503), huaweiorgtest.Unavailable()},
		{authtest.AppliedThen(authtest.Reset()), huaweiorgtest.AppliedThen(huaweiorgtest.Reset())},
		{authtest.SetField("x", 1), huaweiorgtest.SetField("x", 1)},
		{authtest.DropField("x"), huaweiorgtest.DropField("x")},
	} {
		assert.Equal(t, pair[0].String(), pair[1].String())
	}
}

func TestAKindOfThisServiceFailsInAnother(t *testing.T) {
	t.Parallel()
	for _, kind := range []huaweiorgtest.Kind{
		huaweiorgtest.Throttled("2"), huaweiorgtest.WrongKeys(), huaweiorgtest.EmptyPage(), huaweiorgtest.RepeatMarker(1),
	} {
		out := kind.Run(t.Context(), func() authtest.Reply { return authtest.Reply{} })
		assert.Error(t, out.Err, kind)
	}
}
