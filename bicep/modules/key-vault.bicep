// Secrets, for the silos to read. Who writes them is not decided here.
@description('What the vault is called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The subnet of private endpoints.')
param endpointSubnetId string

@description('The zone of names of key vaults.')
param zoneId string

@description('Who reads secrets.')
param readerPrincipalId string

@description('Where it is recorded who did.')
param workspaceId string

// Key Vault Secrets User
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('kv-${name}-${uniqueString(resourceGroup().id)}', 24)
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'key-vault-endpoint'
  params: {
    name: name
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: vault.id
    part: 'vault'
    zoneId: zoneId
  }
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerPrincipalId, keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

@description('The name of the vault.')
output vaultName string = vault.name
