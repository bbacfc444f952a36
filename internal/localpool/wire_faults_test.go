package localpool_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

func TestInjectedExceptionsReplaceTheWork(t *testing.T) {
	r := newRig(t)
	r.pool.Faults().Inject("SignUp", localpool.Fault{Exception: "TooManyRequestsException", Message: "Rate exceeded", Times: 2})
	for range 2 {
		_, err := r.signUp(r.open, "fault@example.com", goodPassword)
		wantFailure(t, err, "TooManyRequestsException", "Rate exceeded")
	}
	if got := len(r.mail.To("fault@example.com")); got != 0 {
		t.Error("a refused call did its work")
	}
	if _, err := r.signUp(r.open, "fault@example.com", goodPassword); err != nil {
		t.Errorf("the third call: %v", err)
	}
	if got := r.pool.Calls("SignUp"); got != 3 {
		t.Errorf("%d calls counted, want 3", got)
	}
	if got := r.pool.Calls("ConfirmSignUp"); got != 0 {
		t.Errorf("%d calls counted of an operation nobody called", got)
	}
}

func TestFaultsAreConsumedInOrder(t *testing.T) {
	r := newRig(t)
	r.pool.Faults().Inject("GetUser", localpool.Fault{Exception: "LimitExceededException"})
	r.pool.Faults().Inject("GetUser", localpool.Fault{Exception: "InternalErrorException"})
	r.pool.Faults().Inject("SignUp", localpool.Fault{Exception: "ForbiddenException"})
	for _, want := range []string{"LimitExceededException", "InternalErrorException", "NotAuthorizedException"} {
		_, err := r.getUser("garbage")
		wantFailure(t, err, want, "")
	}
	r.pool.Faults().Clear()
	if _, err := r.signUp(r.open, "cleared@example.com", goodPassword); err != nil {
		t.Errorf("after Clear: %v", err)
	}
}

func TestDroppedAnswerComesAfterTheWork(t *testing.T) {
	r := newRig(t)
	const email = "dropped@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	r.pool.Faults().Inject("ConfirmSignUp", localpool.Fault{DropAnswer: true})
	err := r.confirm(r.open, email, r.lastCode(email))
	if got := failureOf(err); err == nil || got.code != "(no API error)" {
		t.Errorf("got %v, want a broken connection", err)
	}
	r.wantStatus(email, types.UserStatusTypeConfirmed)
	wantFailure(t, r.confirm(r.open, email, r.lastCode(email)), "NotAuthorizedException", textConfirmed)
}

func TestDroppedRequestDoesNoWork(t *testing.T) {
	r := newRig(t)
	const email = "unsent@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	r.pool.Faults().Inject("ConfirmSignUp", localpool.Fault{DropRequest: true})
	if err := r.confirm(r.open, email, r.lastCode(email)); err == nil || failureOf(err).code != "(no API error)" {
		t.Errorf("got %v, want a broken connection", err)
	}
	r.wantStatus(email, types.UserStatusTypeUnconfirmed)
	if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
		t.Errorf("sending it again: %v", err)
	}
	if got := r.pool.Calls("ConfirmSignUp"); got != 2 {
		t.Errorf("%d calls counted, want 2", got)
	}
}

func TestBrokenConnectionsLookTheSameOnASocket(t *testing.T) {
	r := newRig(t)
	server := httptest.NewServer(r.pool)
	t.Cleanup(server.Close)
	api := sdkClient(server.Client(), func(o *cip.Options) { o.BaseEndpoint = aws.String(server.URL) })
	call := func() error {
		_, err := api.SignUp(t.Context(), &cip.SignUpInput{ClientId: &r.open.id, Username: aws.String("socket@example.com"), Password: aws.String(goodPassword)})
		return err
	}
	for _, fault := range []localpool.Fault{{DropRequest: true}, {DropAnswer: true}} {
		r.pool.Faults().Inject("SignUp", fault)
		if err := call(); err == nil || failureOf(err).code != "(no API error)" {
			t.Errorf("%+v: got %v, want a broken connection", fault, err)
		}
	}
	wantFailure(t, call(), "UsernameExistsException", textEmailTaken)
}

func TestDelayHonoursTheCaller(t *testing.T) {
	r := newRig(t)
	const email = "delay@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	r.pool.Faults().Inject("ConfirmSignUp", localpool.Fault{Delay: time.Hour})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	code := r.lastCode(email)
	_, err := r.api.ConfirmSignUp(ctx, &cip.ConfirmSignUpInput{ClientId: &r.open.id, Username: aws.String(email), ConfirmationCode: &code})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the caller's deadline", err)
	}
	r.wantStatus(email, types.UserStatusTypeUnconfirmed) // the delay comes before the work, which was given up
	if err := r.confirm(r.open, email, code); err != nil {
		t.Errorf("the next call: %v", err)
	}
}

func TestCancelledCallersAreNotServed(t *testing.T) {
	r := newRig(t)
	const email = "cancelled@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := strings.NewReader(object(t, map[string]any{"ClientId": r.open.id, "Username": email, "ConfirmationCode": r.lastCode(email)}))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, rawHost+"/", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", targetPrefix+"ConfirmSignUp")
	request.Header.Set("Content-Type", wireContentType)
	response, err := r.pool.Transport().RoundTrip(request)
	if response != nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	r.wantStatus(email, types.UserStatusTypeUnconfirmed)
}

// The SDK's own retryer takes a throttle for an invitation to try again; the count shows it.
func TestCallsCountRetries(t *testing.T) {
	r := newRig(t)
	api := sdkClient(r.pool.Transport(), func(o *cip.Options) {
		o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
			s.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	})
	r.pool.Faults().Inject("SignUp", localpool.Fault{Exception: "LimitExceededException", Message: textAttemptLimit, Times: 3})
	_, err := api.SignUp(t.Context(), &cip.SignUpInput{ClientId: &r.open.id, Username: aws.String("retry@example.com"), Password: aws.String(goodPassword)})
	wantFailure(t, err, "LimitExceededException", textAttemptLimit)
	if got := r.pool.Calls("SignUp"); got != 3 {
		t.Errorf("%d calls counted, want the SDK's 3 tries", got)
	}
}
