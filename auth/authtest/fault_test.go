package authtest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// raw returns a kind that a test recognizes by its status.
func raw(status int) authtest.Kind { return authtest.Raw(status, "") }

// A caller calls an operation.
type caller struct{ op, account string }

// statuses passes n requests to the faults. A request that passes has status 200.
func statuses(f *authtest.Faults, c caller, n int) []int {
	var out []int
	for range n {
		kind, _ := f.Take(c.op, c.account)
		out = append(out, kind.Run(context.Background(), func() authtest.Reply { return authtest.Reply{Status: 200} }).Status)
	}
	return out
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		faults []authtest.Fault
		want   []int
	}{
		"each fault hits the next request": {
			faults: []authtest.Fault{{Kind: raw(500)}, {Kind: raw(501)}},
			want:   []int{500, 501, 200, 200},
		},
		"some requests pass before the fault": {
			faults: []authtest.Fault{{Skip: 2, Kind: raw(500)}},
			want:   []int{200, 200, 500, 200},
		},
		"a fault that lets some requests pass holds up the later faults": {
			faults: []authtest.Fault{{Skip: 1, Kind: raw(500)}, {Kind: raw(501)}},
			want:   []int{200, 500, 501, 200},
		},
		"one fault hits several times": {
			faults: []authtest.Fault{{Skip: 1, Times: 2, Kind: raw(500)}},
			want:   []int{200, 500, 500, 200},
		},
		"one fault hits for ever": {
			faults: []authtest.Fault{{Skip: 1, Times: authtest.Always, Kind: raw(500)}},
			want:   []int{200, 500, 500, 500},
		},
		"requests that an earlier fault hits do not count": {
			faults: []authtest.Fault{{Kind: raw(500)}, {Skip: 1, Kind: raw(501)}},
			want:   []int{500, 200, 501, 200},
		},
		"the zero kind lets one request pass": {
			faults: []authtest.Fault{{}, {Kind: raw(500)}},
			want:   []int{200, 500, 200, 200},
		},
		"a fault leaves other operations alone": {
			faults: []authtest.Fault{{Op: "Other", Kind: raw(500)}},
			want:   []int{200, 200, 200, 200},
		},
		"a fault leaves other accounts alone": {
			faults: []authtest.Fault{{AccountID: "another", Kind: raw(500)}},
			want:   []int{200, 200, 200, 200},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var f authtest.Faults
			f.Inject(tc.faults...)
			assert.Equal(t, tc.want, statuses(&f, caller{"List", "a"}, 4))
		})
	}
}

func TestFaults_Take(t *testing.T) {
	t.Parallel()
	var f authtest.Faults
	f.Inject(authtest.Fault{Op: "Show", Kind: raw(500)}, authtest.Fault{AccountID: "b", Kind: raw(501)})
	assert.Equal(t, []int{200}, statuses(&f, caller{"List", "a"}, 1))
	assert.Equal(t, []int{500, 200}, statuses(&f, caller{"Show", "a"}, 2))
	assert.Equal(t, []int{501, 200}, statuses(&f, caller{"Show", "b"}, 2))
}

func TestFaults_Take_hits(t *testing.T) {
	t.Parallel()
	var f authtest.Faults
	f.Inject(authtest.Fault{Skip: 1, Times: 3, Kind: raw(500)}, authtest.Fault{Kind: raw(501)})
	var got []int
	for range 6 {
		_, hits := f.Take("List", "a")
		got = append(got, hits)
	}
	assert.Equal(t, []int{0, 0, 1, 2, 0, 0}, got)
}

func TestFaults_Unused(t *testing.T) {
	t.Parallel()
	var f authtest.Faults
	f.Inject(
		authtest.Fault{Skip: 1, Times: 2, Kind: raw(500)},
		authtest.Fault{Op: "Nothing", Times: authtest.Always, Kind: raw(501)},
		authtest.Fault{Skip: 1, Times: authtest.Always, Kind: raw(502)},
	)
	left := func() (skip, times []int) {
		for _, f := range f.Unused() {
			skip, times = append(skip, f.Skip), append(times, f.Times)
		}
		return skip, times
	}
	for _, want := range []struct {
		status      int
		skip, times []int
	}{
		{status: 200, skip: []int{0, 0, 1}, times: []int{2, -1, -1}},
		{status: 500, skip: []int{0, 0, 1}, times: []int{1, -1, -1}},
		{status: 500, skip: []int{0, 1}, times: []int{-1, -1}},
		{status: 200, skip: []int{0, 0}, times: []int{-1, -1}},
		{status: 502, skip: []int{0}, times: []int{-1}},
	} {
		assert.Equal(t, []int{want.status}, statuses(&f, caller{"List", "a"}, 1))
		skip, times := left()
		assert.Equal(t, want.skip, skip)
		assert.Equal(t, want.times, times)
	}
}

func TestFault_String(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "any operation, skip 0, 1×: reset", authtest.Fault{Kind: authtest.Reset()}.String())
	assert.Equal(t, "List, skip 2, always: pass", authtest.Fault{Op: "List", Skip: 2, Times: authtest.Always}.String())
}

func TestFaults_Inject(t *testing.T) {
	t.Parallel()
	var f authtest.Faults
	live := authtest.Fault{Op: "other", Kind: raw(500)}
	f.Inject(live)
	for i := range 1000 {
		f.Inject(authtest.Fault{Op: "op", Kind: raw(600 + i)})
		assert.Equal(t, []int{600 + i, 200}, statuses(&f, caller{op: "op"}, 2), "the fault hits in its turn, whichever faults were used up before")
	}
	assert.Len(t, f.Unused(), 1)
	assert.Equal(t, []int{500, 200}, statuses(&f, caller{op: "other"}, 2))
}
