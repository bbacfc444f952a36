package cognito

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// credentialsError tells that signing failed for want of credentials, which the SDK's own error
// does not tell by its type.
type credentialsError struct{ cause error }

func (e *credentialsError) Error() string { return "no AWS credentials: " + e.cause.Error() }
func (e *credentialsError) Unwrap() error { return e.cause }

// markedCredentials makes every failure a *credentialsError.
type markedCredentials struct{ from aws.CredentialsProvider }

func (m markedCredentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	credentials, err := m.from.Retrieve(ctx)
	if err != nil {
		return aws.Credentials{}, &credentialsError{err}
	}
	return credentials, nil
}

// cached asks the provider only when its credentials expire; one that is cached already stays so.
func cached(from aws.CredentialsProvider) aws.CredentialsProvider {
	if _, is := from.(*aws.CredentialsCache); !is {
		from = aws.NewCredentialsCache(from)
	}
	return markedCredentials{from}
}
