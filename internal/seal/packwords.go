package seal

// words are what the JSON parts of Cognito's tokens are made of, between the values that differ:
// in the order and with the escaped slashes in which Cognito writes them, then as an encoder with
// sorted members does. A word that a token does not have costs nothing.
//
// A word's place is its code in everything that is sealed. Whoever changes the table raises
// valueVersion, so that values of the old one are refused and not misread.
var words = [firstLiteral - firstWord]string{
	`{"kid":"`,
	`","alg":"RS256"}`,

	`{"sub":"`,
	`","cognito:groups":["`,
	`","`,
	`"],"iss":"https:\/\/cognito-idp.`,
	`","iss":"https:\/\/cognito-idp.`,
	`.amazonaws.com\/`,
	`","version":2,"client_id":"`,
	`","client_id":"`,
	`","origin_jti":"`,
	`","event_id":"`,
	`","token_use":"access","scope":"aws.cognito.signin.user.admin","auth_time":`,
	`,"exp":`,
	`,"iat":`,
	`,"jti":"`,
	`","username":"`,
	`"}`,

	`,"email_verified":true`,
	`","cognito:username":"`,
	`","aud":"`,
	`","token_use":"id","auth_time":`,
	`","email":"`,

	`{"auth_time":`,
	`,"iss":"https://cognito-idp.`,
	`.amazonaws.com/`,
	`","scope":"aws.cognito.signin.user.admin","sub":"`,
	`","token_use":"access","username":"`,
}
