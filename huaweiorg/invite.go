package huaweiorg

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

const invitePath = "/v1/organizations/accounts/invite"

// These are the limits of an invitation. Texts are counted in characters.
const (
	maxEntity   = 100
	maxNotes    = 1024
	maxTags     = 20
	maxTagKey   = 128
	maxTagValue = 255
)

// InviteAccountInput describes an invitation to send.
type InviteAccountInput struct {
	// Target is the account to invite: its type, and its ID or name with at most 100
	// characters. [invitation.CheckTarget] says which targets the client refuses.
	Target Target
	// Notes are part of the e-mail to the account's owner. They have up to 1,024 characters.
	Notes string
	// Tags are up to 20 labels that the service binds to the account. The client cannot read
	// them back.
	Tags []Tag
}

// A Tag is a label of an account. Key has 1 to 128 letters, digits and spaces of any script
// and the characters _ . : = + - @. It begins neither with a space nor with _sys_. Value has
// up to 255 of the same characters and /.
type Tag = invitation.Tag

// InviteAccount invites an account to the caller's organization, and returns the invitation.
// The caller must be the management account. The account's owner receives an e-mail and has
// 14 days to accept or decline.
//
// The call is not idempotent. If the response is lost, the client reads the sent
// list until the list shows whether the service acted. If the list does not show it, the
// error is [ErrOutcomeUnknown]. The section Writes of the package documentation has the
// rules. An input that breaks a limit is [ErrInvalid], and the client sends nothing. If a
// quota is used up, the error is [ErrQuota].
//
// API: [POST /v1/organizations/accounts/invite]
//
// [POST /v1/organizations/accounts/invite]: https://support.huaweicloud.com/intl/en-us/api-organizations/InviteAccount.html
func (c *Client) InviteAccount(ctx context.Context, in InviteAccountInput) (*Handshake, error) {
	return handshake(c.Invitations().Invite(ctx, in.neutral()))
}

const inviteOp = "InviteAccount"

// validate returns why the client cannot send an invitation.
func validate(in invitation.Input) error {
	if _, err := inviteBody(in); err != nil {
		return wrap(inviteOp, err)
	}
	return nil
}

// inviteOperation returns the operation that sends an invitation.
func (c *Client) inviteOperation() invitation.Operation[invitation.Input] {
	return invitation.Operation[invitation.Input]{
		Name:  inviteOp,
		Check: "look for the invitation with ListHandshakes before you send another",
		Send: func(ctx context.Context, in invitation.Input) (invitation.Invitation, error) {
			body, err := inviteBody(in)
			if err != nil {
				return invitation.Invitation{}, c.refuse(ctx, inviteOp, err)
			}
			return neutralOf(c.post(ctx, inviteOp, invitePath, body, ""))
		},
	}
}

func inviteBody(in invitation.Input) ([]byte, error) {
	input, err := nativeInput(in)
	if err != nil {
		return nil, err
	}
	return input.body()
}

// body returns the body of the request. It always contains notes, because the service
// refuses a request without them.
func (in InviteAccountInput) body() ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", err, ErrInvalid)
	}
	return json.Marshal(struct {
		Target Target `json:"target"`
		Notes  string `json:"notes"`
		Tags   []Tag  `json:"tags,omitempty"`
	}{in.Target, in.Notes, in.Tags})
}

func (in InviteAccountInput) check() error {
	if err := in.Target.check(); err != nil {
		return err
	}
	switch {
	case !utf8.ValidString(in.Notes) || strings.ContainsRune(in.Notes, 0):
		return fmt.Errorf("the notes are not valid UTF-8, or have a zero byte")
	case utf8.RuneCountInString(in.Notes) > maxNotes:
		return fmt.Errorf("the notes have %d characters: the limit is %d", utf8.RuneCountInString(in.Notes), maxNotes)
	case len(in.Tags) > maxTags:
		return fmt.Errorf("there are %d tags: the limit is %d", len(in.Tags), maxTags)
	}
	for i, tag := range in.Tags {
		if err := checkTag(tag); err != nil {
			return fmt.Errorf("tag %d: %w", i, err)
		}
	}
	return nil
}

// targetForms has no form for an unknown type, which the client leaves to the service.
var targetForms = map[TargetType]invitation.TargetForm{
	TargetTypeAccount: invitation.AccountID,
	TargetTypeName:    invitation.AccountName,
	TargetTypeEmail:   invitation.EmailAddress,
}

// check refuses a target that cannot name an account, because the service would count it
// against the daily quota.
func (t Target) check() error {
	if t.Type == "" || t.Entity == "" {
		return fmt.Errorf("the target has no type or no entity")
	}
	if err := invitation.CheckTarget(invitation.FreeText, string(t.Type)); err != nil {
		return fmt.Errorf("the target's type: %w", err)
	}
	if n := utf8.RuneCountInString(t.Entity); n > maxEntity {
		return fmt.Errorf("the target has %d characters: the limit is %d", n, maxEntity)
	}
	if err := invitation.CheckTarget(targetForms[t.Type], t.Entity); err != nil {
		return fmt.Errorf("the target is of type %s: %w", t.Type, err)
	}
	return nil
}

func checkTag(t Tag) error {
	first, _ := utf8.DecodeRuneInString(t.Key)
	switch length := utf8.RuneCountInString(t.Key); {
	case length == 0 || length > maxTagKey:
		return fmt.Errorf("the key has %d characters: use 1 to %d", length, maxTagKey)
	case strings.HasPrefix(t.Key, "_sys_") || unicode.IsSpace(first):
		return fmt.Errorf("the key begins with _sys_ or a space")
	case !tagText(t.Key, "_.:=+-@"):
		return fmt.Errorf("the key has a character other than letters, digits, spaces and _ . : = + - @")
	case utf8.RuneCountInString(t.Value) > maxTagValue:
		return fmt.Errorf("the value has more than %d characters", maxTagValue)
	case !tagText(t.Value, "_.:=+-@/"):
		return fmt.Errorf("the value has a character other than letters, digits, spaces and _ . : = + - @ /")
	}
	return nil
}

// tagText reports whether s has only letters, digits and separators of any script, and
// characters of marks.
func tagText(s, marks string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.Z) && !strings.ContainsRune(marks, r)
	}) < 0
}
