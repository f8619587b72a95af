package authtest_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

type member struct {
	id   string
	role string
}

func keyOf(accountID, accessKeyID string) auth.Credentials {
	return auth.Credentials{AccountID: accountID, AccessKeyID: accessKeyID, AccessKeySecret: "FakeSecret"}
}

func membersOf(ids ...string) *authtest.Accounts[member] {
	a := &authtest.Accounts[member]{}
	for _, id := range ids {
		a.Put(keyOf(id, "KEY"+id), member{id: id, role: "member"})
	}
	return a
}

var testForm = authtest.KeyForm{
	Permanent: "FAKEAK", Temporary: "FAKETMP", Alphabet: "0123456789", Length: 20, Secret: "FakeSecret", SecretLength: 40,
}

func TestAccounts_Put(t *testing.T) {
	t.Parallel()
	t.Run("replaces an account in its place", func(t *testing.T) {
		t.Parallel()
		a := membersOf("1", "2", "3")
		a.Put(keyOf("1", "KEY1"), member{id: "1", role: "management"})
		assert.Equal(t, 3, a.Len())
		first, _ := a.Find(nil)
		assert.Equal(t, member{id: "1", role: "management"}, first)
	})
	t.Run("the former access key no longer works", func(t *testing.T) {
		t.Parallel()
		a := membersOf("1", "2")
		a.Put(keyOf("1", "OTHER"), member{id: "1"})
		_, former := a.Key("KEY1")
		_, current := a.Key("OTHER")
		_, neighbour := a.Key("KEY2")
		assert.Equal(t, []bool{false, true, true}, []bool{former, current, neighbour})
	})
	t.Run("keeps an access key that a test adds again", func(t *testing.T) {
		t.Parallel()
		a := membersOf("1")
		a.Put(keyOf("1", "KEY1"), member{id: "1", role: "x"})
		_, ok := a.Key("KEY1")
		assert.True(t, ok)
	})
}

func TestAccounts_Get(t *testing.T) {
	t.Parallel()
	_, ok := new(authtest.Accounts[member]).Get("1")
	assert.False(t, ok)
	a := membersOf("1", "2")
	got, ok := a.Get("2")
	assert.True(t, ok)
	assert.Equal(t, "2", got.id)
	got, ok = a.Get("3")
	assert.False(t, ok)
	assert.Zero(t, got)
}

func TestAccounts_Find(t *testing.T) {
	t.Parallel()
	a := membersOf("1", "2", "3")
	got, ok := a.Find(func(m member) bool { return m.id > "1" })
	assert.True(t, ok)
	assert.Equal(t, "2", got.id, "finds the account that was added first")
	got, ok = a.Find(func(member) bool { return false })
	assert.False(t, ok)
	assert.Zero(t, got)
}

func TestAccounts_Count(t *testing.T) {
	t.Parallel()
	a := membersOf("1", "2", "3")
	assert.Equal(t, 2, a.Count(func(m member) bool { return m.id > "1" }))
	assert.Equal(t, 3, a.Count(nil))
}

func TestAccounts_Issue(t *testing.T) {
	t.Parallel()
	t.Run("issues access keys that work beside the permanent one", func(t *testing.T) {
		t.Parallel()
		a := membersOf("1")
		expires := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
		issued := a.Issue(1, testForm, "1", expires)
		got, ok := a.Key(issued.AccessKeyID)
		assert.True(t, ok)
		assert.Equal(t, issued, got)
		assert.Equal(t, expires, got.Expires)
		assert.Equal(t, "1", got.AccountID)
		_, ok = a.Key("KEY1")
		assert.True(t, ok)
		again := a.Issue(1, testForm, "1", expires)
		assert.NotEqual(t, issued.AccessKeyID, again.AccessKeyID)
		assert.NotEqual(t, issued.SecurityToken, again.SecurityToken)
	})
	t.Run("works for many callers at once", func(t *testing.T) {
		t.Parallel()
		var a authtest.Accounts[member]
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				id := strconv.Itoa(i)
				a.Put(testForm.Make(1, id), member{id: id})
				_, ok := a.Key(a.Issue(1, testForm, id, time.Time{}).AccessKeyID)
				assert.True(t, ok)
				assert.Positive(t, a.Count(nil))
			})
		}
		wg.Wait()
		assert.Equal(t, 50, a.Len())
	})
}

func TestAccounts_IssueSession(t *testing.T) {
	t.Parallel()
	t.Run("remembers the session of the access key", func(t *testing.T) {
		t.Parallel()
		a := membersOf("1")
		session := authtest.Session{AccountID: "1", Role: "inviter", Name: "nightly"}
		key := a.IssueSession(1, testForm, session, time.Time{})
		assert.Equal(t, "1", key.AccountID)
		got, ok := a.Session(key.AccessKeyID)
		assert.True(t, ok)
		assert.Equal(t, session, got)
		_, ok = a.Session(a.Issue(1, testForm, "1", time.Time{}).AccessKeyID)
		assert.False(t, ok, "an access key of the account itself has no session")
	})
}

func TestKeyForm_Make(t *testing.T) {
	t.Parallel()
	key := testForm.Make(1, "1001")
	assert.Regexp(t, "^FAKEAK[0-9]{14}$", key.AccessKeyID)
	assert.Regexp(t, "^FakeSecret[0-9a-zA-Z]{30}$", key.AccessKeySecret)
	assert.Equal(t, "1001", key.AccountID)
	assert.Empty(t, key.SecurityToken)
	assert.Equal(t, key, testForm.Make(1, "1001"), "a key form makes the same access key each time")
	assert.NotEqual(t, key.AccessKeyID, testForm.Make(1, "1002").AccessKeyID)
	assert.NotEqual(t, key.AccessKeyID, testForm.Make(2, "1001").AccessKeyID)
}
