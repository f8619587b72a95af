package clouds

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"huawei": {"huawei"}, "alibaba": {"alibaba"}, "both": {"huawei", "alibaba"}, "": nil, "Huawei": nil, "azure": nil,
	} {
		var got []string
		for _, c := range Choose(name) {
			got = append(got, c.Name)
		}
		assert.Equal(t, want, got, name)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	denied := errors.New("denied")
	keyless := fmt.Errorf("call: %w", &auth.SignError{Err: auth.ErrNoCredentials})
	for _, c := range []struct {
		name            string
		huawei, alibaba error
		says, saysNot   []string
	}{
		{"an error has its cloud's name", nil, denied, []string{"alibaba", "denied"}, []string{"huawei", "-offline"}},
		{"missing keys beside good ones are told in short", keyless, nil, []string{"-cloud huawei", "-cloud alibaba"}, []string{"HUAWEICLOUD"}},
		{"missing keys beside an error, too", denied, keyless, []string{"denied", "Alibaba Cloud"}, []string{"ALIBABA_CLOUD", "-offline"}},
		{"no keys at all are told at length", keyless, keyless, []string{"HUAWEICLOUD_SDK_AK", "ALIBABA_CLOUD_ACCESS_KEY_ID", "-offline"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := Explain([]Result{{Huawei(), c.huawei}, {Alibaba(), c.alibaba}})
			require.Error(t, err)
			for _, what := range c.says {
				assert.Contains(t, err.Error(), what)
			}
			for _, what := range c.saysNot {
				assert.NotContains(t, err.Error(), what)
			}
		})
	}
	assert.NoError(t, Explain([]Result{{Cloud: Huawei()}, {Cloud: Alibaba()}}))
	assert.NoError(t, Explain(nil))
	assert.Equal(t, errors.Join(denied), Explain([]Result{{Huawei(), denied}}), "one cloud needs no name")
	var source *pagination.SourceError
	assert.ErrorAs(t, Explain([]Result{{Huawei(), denied}, {Cloud: Alibaba()}}), &source)
}

func TestAccess(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, cloud string
		args        []string
		good        bool
	}{
		{"nothing", "both", nil, true},
		{"an endpoint of the cloud", "huawei", []string{"-huawei-endpoint", "https://example.test"}, true},
		{"an endpoint of the other cloud", "alibaba", []string{"-huawei-endpoint", "https://example.test"}, false},
		{"an endpoint offline", "both", []string{"-offline", "-alibaba-endpoint", "https://example.test"}, false},
		{"an endpoint without encryption", "both", []string{"-alibaba-endpoint", "http://example.test"}, false},
		{"a version", "both", []string{"-alibaba-version", "2022-04-19"}, true},
		{"a version that there is not", "both", []string{"-alibaba-version", "2"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := Access{HuaweiKeys: auth.Chain(), AlibabaKeys: auth.Chain()}
			f := cli.NewFlags("prog", "", "")
			a.Flags(f)
			require.NoError(t, f.ParseOnly(c.args, io.Discard))
			err := a.Check(f, Choose(c.cloud))
			if err == nil {
				_, err = a.Huawei(nil)
			}
			if err == nil {
				_, err = a.Alibaba(func(alibabarm.Option) (*alibabarm.Client, error) { return nil, nil })
			}
			if c.good {
				require.NoError(t, err)
				return
			}
			var misuse *cli.UsageError
			assert.ErrorAs(t, err, &misuse)
		})
	}
}

func TestOfflineClientsAreTheProgramsOwn(t *testing.T) {
	t.Parallel()
	a := Access{Offline: true, alibabaVersion: string(alibabarm.Version20220419)}
	want := new(huaweiorg.Client)
	got, err := a.Huawei(func() (*huaweiorg.Client, error) { return want, nil })
	require.NoError(t, err)
	assert.Same(t, want, got)
	given := new(alibabarm.Client)
	opened, err := a.Alibaba(func(version alibabarm.Option) (*alibabarm.Client, error) {
		assert.NotNil(t, version)
		return given, nil
	})
	require.NoError(t, err)
	assert.Same(t, given, opened)
}
