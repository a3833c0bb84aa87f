// Pods of one service account act as the identity of the silos, without any secret.
@description('The name of the identity.')
param identityName string

@description('Who issues the tokens of the cluster.')
param issuer string

@description('The namespace and name of the service account.')
param serviceAccount object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource federation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: identity
  name: 'kubernetes'
  properties: {
    issuer: issuer
    subject: 'system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}'
    audiences: [
      'api://AzureADTokenExchange'
    ]
  }
}
