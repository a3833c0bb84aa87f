// Copies of models and of backups. What the cluster needs to run is in PostgreSQL.
@description('What the account is called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('How copies are kept.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param redundancy string

@description('The subnet of private endpoints.')
param endpointSubnetId string

@description('The zone of names of blobs.')
param zoneId string

@description('Who writes them.')
param writerPrincipalId string

@description('After how many days a backup goes.')
@minValue(1)
@maxValue(3650)
param backupDays int = 90

// Storage Blob Data Contributor
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

var containerNames = ['backups', 'models']

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take('st${name}${uniqueString(resourceGroup().id)}', 24)
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    accessTier: 'Cool'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: 14
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 14
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [for container in containerNames: {
  parent: blobs
  name: container
  properties: {
    publicAccess: 'None'
  }
}]

resource retention 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'old-backups'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: [
                'blockBlob'
              ]
              prefixMatch: [
                'backups/'
              ]
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: backupDays
                }
              }
            }
          }
        }
      ]
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'storage-endpoint'
  params: {
    name: name
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: account.id
    part: 'blob'
    zoneId: zoneId
  }
}

// On each container, not on the account.
resource write 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (container, i) in containerNames: {
  name: guid(account.id, container, writerPrincipalId, storageBlobDataContributor)
  scope: containers[i]
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    principalId: writerPrincipalId
    principalType: 'ServicePrincipal'
  }
}]

@description('Where blobs are.')
output blobEndpoint string = account.properties.primaryEndpoints.blob
