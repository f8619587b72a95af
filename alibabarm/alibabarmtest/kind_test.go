package alibabarmtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestKindsThatKnowNoCloudAreThoseOfAuthtest(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]authtest.Kind{
		{authtest.NoConnection(), alibabarmtest.NoConnection()},
		{authtest.Reset(), alibabarmtest.Reset()},
		{authtest.Hang(), alibabarmtest.Hang()},
		{authtest.Delay(time.Second), alibabarmtest.Delay(time.Second)},
		{authtest.CutBody(7), alibabarmtest.CutBody(7)},
		{authtest.ResetBody(7), alibabarmtest.ResetBody(7)},
		{authtest.Drip(time.Second), alibabarmtest.Drip(time.Second)},
		{authtest.Huge(7), alibabarmtest.Huge(7)},
		{authtest.TruncateBody(7), alibabarmtest.TruncateBody(7)},
		{authtest.AppendBody("x"), alibabarmtest.AppendBody("x")},
		{authtest.ErrorPage(502), alibabarmtest.BadGateway()},
		{authtest.AppliedThen(authtest.Reset()), alibabarmtest.AppliedThen(alibabarmtest.Reset())},
		{authtest.SetField("x", 1), alibabarmtest.SetField("x", 1)},
		{authtest.DropField("x"), alibabarmtest.DropField("x")},
	} {
		assert.Equal(t, pair[0].String(), pair[1].String())
	}
}

func TestAKindOfThisServiceFailsInAnother(t *testing.T) {
	t.Parallel()
	for _, kind := range []alibabarmtest.Kind{
		alibabarmtest.Throttled("2"), alibabarmtest.WrongKeys(), alibabarmtest.EmptyPage(), alibabarmtest.XML(), alibabarmtest.ClampSize(1),
	} {
		out := kind.Run(t.Context(), func() authtest.Reply { return authtest.Reply{} })
		assert.Error(t, out.Err, kind)
	}
}
