package upstream

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"usher/internal/cognito"
	"usher/internal/config"
	"usher/internal/token"
)

// connect prepares the calls to a pool at AWS. It makes none, besides asking for credentials.
func connect(ctx context.Context, cfg config.Config, quotas Quotas, now func() time.Time, log *slog.Logger) (*Upstream, error) {
	signer, err := awsCredentials(ctx, cfg.Region, log)
	if err != nil {
		return nil, err
	}
	pool, err := cognito.New(cognito.Config{
		Region: cfg.Region, UserPoolID: cfg.UserPoolID, ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret.Reveal(),
		Endpoint: cfg.CognitoEndpoint, Credentials: signer, Now: now, Logger: log,
		Budgets: quotas.Budgets, Quotas: cfg.CognitoQuotas, OnBudget: quotas.OnBudget,
	})
	if err != nil {
		return nil, err
	}
	secret, err := deploymentSecret(cfg, log)
	if err != nil {
		return nil, err
	}
	return &Upstream{
		Pool: pool, Issuers: issuers(cfg), ClientIDs: []string{cfg.ClientID}, JWKS: &http.Client{}, Secret: secret,
		Close: func() error { return nil },
	}, nil
}

// issuers are both forms that a pool may sign with. With an endpoint of its own, the keys are
// fetched there: it stands in for AWS.
func issuers(cfg config.Config) []token.Issuer {
	list := token.CognitoIssuers(cfg.Region, cfg.UserPoolID)
	if cfg.CognitoEndpoint != "" {
		for i := range list {
			list[i].JWKSURL = strings.TrimSuffix(cfg.CognitoEndpoint, "/") + "/" + cfg.UserPoolID + "/.well-known/jwks.json"
		}
	}
	return list
}

// credentialsLimit bounds the search for credentials, which on some machines asks the network.
const credentialsLimit = 5 * time.Second

// awsCredentials finds credentials in the SDK's own chain; nil when there are none, which is a
// mode of its own and worth saying at the start. A source that is named but does not answer is not
// none: it may answer later, and until then the calls that need it fail by name.
func awsCredentials(ctx context.Context, region string, log *slog.Logger) (aws.CredentialsProvider, error) {
	loaded, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(region))
	if err != nil {
		return nil, fmt.Errorf("the AWS configuration cannot be read; mend the file or variable it names: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, credentialsLimit)
	defer cancel()
	_, err = loaded.Credentials.Retrieve(ctx)
	switch {
	case err != nil && namesCredentials(loaded.ConfigSources):
		log.Error("the AWS credentials that are configured cannot be had yet; what needs them fails until they can", "error", err)
	case err != nil:
		log.Warn("no AWS credentials were found: a sign-up sets its password by ChangePassword, a reset ends other sessions by signing in, and the pool's password policy is assumed to be the strictest",
			"remedy", "give this process credentials with the four actions in the README", "error", err)
		return nil, nil //nolint:nilnil // no credentials is a mode, not a failure
	}
	return loaded.Credentials, nil
}

// namesCredentials tells whether the environment or a profile names a source of credentials. The
// SDK's last resort, the instance metadata service, is asked without anybody having named it.
func namesCredentials(sources []any) bool {
	for _, source := range sources {
		switch c := source.(type) {
		case awsconfig.EnvConfig:
			if c.Credentials.HasKeys() || c.WebIdentityTokenFilePath != "" || c.ContainerCredentialsEndpoint != "" ||
				c.ContainerCredentialsRelativePath != "" || c.SharedConfigProfile != "" {
				return true
			}
		case awsconfig.SharedConfig:
			if c.Credentials.HasKeys() || c.RoleARN != "" || c.CredentialProcess != "" || c.WebIdentityTokenFile != "" ||
				c.SSOSessionName != "" || c.SSOAccountID != "" {
				return true
			}
		}
	}
	return false
}

// deploymentSecret is what all instances of a deployment and all its restarts share without a
// setting of its own: the app client's secret. Without one, a sign-up that was begun before a
// restart is finished by a recovery code.
func deploymentSecret(cfg config.Config, log *slog.Logger) ([]byte, error) {
	if s := cfg.ClientSecret.Reveal(); s != "" {
		sum := sha256.Sum256([]byte("usher deployment secret\x00" + cfg.ClientID + "\x00" + s))
		return sum[:], nil
	}
	log.Warn("the app client has no secret: anybody who knows its id can call the pool past this API", "remedy", "use an app client with a secret")
	secret := make([]byte, sha256.Size)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	return secret, nil
}
