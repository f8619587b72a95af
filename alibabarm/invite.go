package alibabarm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// These are the limits of an invitation. Texts are counted in characters. The vendor
// publishes the limits of tags for the tags of any resource.
const (
	maxNote    = 1024
	maxTags    = 20
	maxTagText = 128
)

// InviteAccountInput describes an invitation to send.
type InviteAccountInput struct {
	// TargetEntity is the account to invite. With [TargetTypeAccount], it is the account ID,
	// which has only digits. With [TargetTypeEmail], it is the e-mail address that the
	// account logs in with. [invitation.CheckTarget] says which targets the client refuses.
	TargetEntity string
	TargetType   TargetType
	// Note is part of the message to the account's owner. It has up to 1,024 characters.
	Note string
	// Tags are up to 20 labels that the service binds to the account. The client cannot read
	// them back.
	Tags []Tag
	// ParentFolderID is the folder that the account will be in, such as fd-… or r-…. The
	// default is the root folder. Only [Version20220419] supports it. With the other
	// version, it is [ErrInvalid].
	ParentFolderID string
}

func (in InviteAccountInput) target() Target { return Target{in.TargetType, in.TargetEntity} }

// A Tag is a label of an account. Key has 1 to 128 characters and does not begin with
// aliyun. Value has up to 128 characters. Neither of them begins with acs: or contains
// http:// or https://.
type Tag = invitation.Tag

// InviteAccountToResourceDirectory invites an account to the caller's resource directory,
// and returns the invitation. The caller must be the management account. The account's owner
// receives a message and has 14 days to accept or decline.
//
// The call is not idempotent. If the response is lost, the client reads the sent
// list until the list shows whether the service acted. If the list does not show it, the
// error is [ErrOutcomeUnknown]. The section Writes of the package documentation has the
// rules. If the target has a pending invitation, the error is [ErrAlreadyInvited]. An input
// that breaks a limit is [ErrInvalid], and the client sends nothing. If a quota is used up,
// the error is [ErrQuota].
//
// API: [InviteAccountToResourceDirectory in 2020-03-31], [InviteAccountToResourceDirectory in 2022-04-19]
//
// [InviteAccountToResourceDirectory in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-inviteaccounttoresourcedirectory
// [InviteAccountToResourceDirectory in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-inviteaccounttoresourcedirectory
func (c *Client) InviteAccountToResourceDirectory(ctx context.Context, in InviteAccountInput) (*Handshake, error) {
	return handshake(c.Invitations().Invite(ctx, in.neutral()))
}

const inviteOp = "InviteAccountToResourceDirectory"

// validate returns why the client cannot send an invitation.
func (c *Client) validate(in invitation.Input) error {
	if _, err := nativeInput(in).form(c.version); err != nil {
		return wrap(inviteOp, err)
	}
	return nil
}

// inviteOperation returns the operation that sends an invitation.
func (c *Client) inviteOperation() invitation.Operation[invitation.Input] {
	return invitation.Operation[invitation.Input]{
		Name:  inviteOp,
		Check: "look for the invitation with ListHandshakesForResourceDirectory before you send another",
		Send: func(ctx context.Context, in invitation.Input) (invitation.Invitation, error) {
			form, err := nativeInput(in).form(c.version)
			if err != nil {
				return invitation.Invitation{}, c.refuse(ctx, inviteOp, err)
			}
			return neutralOf(c.post(ctx, inviteOp, "", form, ""))
		},
	}
}

// form returns the body of the request, because notes and addresses do not belong in a URL.
// The service numbers the elements of a list from 1.
func (in InviteAccountInput) form(v Version) ([]byte, error) {
	if err := in.check(v); err != nil {
		return nil, fmt.Errorf("%w: %w", err, ErrInvalid)
	}
	form := url.Values{"TargetEntity": {in.TargetEntity}, "TargetType": {string(in.TargetType)}}
	if in.Note != "" {
		form.Set("Note", in.Note)
	}
	for i, tag := range in.Tags {
		form.Set(fmt.Sprintf("Tag.%d.Key", i+1), tag.Key)
		form.Set(fmt.Sprintf("Tag.%d.Value", i+1), tag.Value)
	}
	if in.ParentFolderID != "" {
		form.Set("ParentFolderId", in.ParentFolderID)
	}
	return []byte(form.Encode()), nil
}

func (in InviteAccountInput) check(v Version) error {
	if err := in.target().check(); err != nil {
		return err
	}
	switch {
	case !utf8.ValidString(in.Note) || strings.ContainsRune(in.Note, 0):
		return errors.New("the note is not valid UTF-8, or has a zero byte")
	case utf8.RuneCountInString(in.Note) > maxNote:
		return fmt.Errorf("the note has %d characters: the limit is %d", utf8.RuneCountInString(in.Note), maxNote)
	case len(in.Tags) > maxTags:
		return fmt.Errorf("there are %d tags: the limit is %d", len(in.Tags), maxTags)
	case in.ParentFolderID != "" && v != Version20220419:
		return errors.New("ParentFolderID needs WithVersion(Version20220419): the other version ignores it")
	}
	if in.ParentFolderID != "" {
		if err := invitation.CheckTarget(invitation.AccountID, in.ParentFolderID); err != nil {
			return fmt.Errorf("the folder: %w", err)
		}
	}
	for i, tag := range in.Tags {
		if err := checkTag(tag); err != nil {
			return fmt.Errorf("tag %d: %w", i+1, err)
		}
	}
	return nil
}

func checkTag(t Tag) error {
	switch {
	case t.Key == "":
		return errors.New("the key is empty")
	case strings.HasPrefix(t.Key, "aliyun"):
		return errors.New("the key begins with aliyun")
	}
	return cmp.Or(checkTagText("key", t.Key), checkTagText("value", t.Value))
}

func checkTagText(name, text string) error {
	switch n := utf8.RuneCountInString(text); {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fmt.Errorf("the %s is not valid UTF-8, or has a zero byte", name)
	case n > maxTagText:
		return fmt.Errorf("the %s has %d characters: the limit is %d", name, n, maxTagText)
	case strings.Contains(text, "http://") || strings.Contains(text, "https://"):
		return fmt.Errorf("the %s has http:// or https:// in it", name)
	case strings.HasPrefix(text, "acs:"):
		return fmt.Errorf("the %s has acs: at its beginning", name)
	}
	return nil
}

// targetForms has no form for an unknown type, which the client leaves to the service.
var targetForms = map[TargetType]invitation.TargetForm{
	TargetTypeAccount: invitation.AccountDigits,
	TargetTypeEmail:   invitation.EmailAddress,
}

// check refuses a target that cannot name an account, because the service would count it
// against the daily quota.
func (t Target) check() error {
	if t.Type == "" || t.Entity == "" {
		return errors.New("the target has no type or no entity")
	}
	if strings.EqualFold(string(t.Type), string(invitation.TargetTypeName)) {
		return errors.New("the service takes no account name: give the account ID or the e-mail address")
	}
	if err := invitation.CheckTarget(invitation.FreeText, string(t.Type)); err != nil {
		return fmt.Errorf("the target's type: %w", err)
	}
	if err := invitation.CheckTarget(targetForms[t.Type], t.Entity); err != nil {
		return fmt.Errorf("the target is of type %s: %w", t.Type, err)
	}
	return nil
}
