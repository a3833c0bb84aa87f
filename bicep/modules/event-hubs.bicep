// The way in for producers who publish events instead of posting them. Silos read it; they keep their place in PostgreSQL.
@description('What the namespace is called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The tier.')
@allowed(['Standard', 'Premium'])
param tier string

@description('Throughput units (Standard) or processing units (Premium: 1, 2, 4, 8 or 16).')
@minValue(1)
@maxValue(40)
param units int

@description('To how many throughput units Standard may grow by itself.')
@minValue(1)
@maxValue(40)
param unitsMost int = 20

@description('Partitions of the hub.')
@minValue(1)
@maxValue(100)
param partitions int

@description('For how many hours events are kept.')
@minValue(1)
@maxValue(2160)
param retentionHours int

@description('The subnet of private endpoints.')
param endpointSubnetId string

@description('The zone of names of Event Hubs.')
param zoneId string

@description('Who reads the hub.')
param receiverPrincipalId string

@description('Where operations and errors are logged.')
param workspaceId string

// Azure Event Hubs Data Receiver
var eventHubsDataReceiver = 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'

resource space 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'evhns-${name}-${uniqueString(resourceGroup().id)}'
  location: location
  tags: tags
  sku: {
    name: tier
    tier: tier
    capacity: units
  }
  properties: {
    // Managed identities alone: no keys.
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Disabled'
    isAutoInflateEnabled: tier == 'Standard'
    maximumThroughputUnits: tier == 'Standard' ? max(units, unitsMost) : 0
  }
}

resource hub 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: space
  name: 'viewing-events'
  properties: {
    partitionCount: partitions
    retentionDescription: {
      cleanupPolicy: 'Delete'
      retentionTimeInHours: retentionHours
    }
  }
}

resource readers 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = {
  parent: hub
  name: 'profiles'
}

module endpoint 'private-endpoint.bicep' = {
  name: 'event-hubs-endpoint'
  params: {
    name: name
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: space.id
    part: 'namespace'
    zoneId: zoneId
  }
}

// On the hub, not on the namespace. Producers get Azure Event Hubs Data Sender (2b629674-e913-4c01-ae53-ef4638d8f975)
// from whoever answers for them.
resource receive 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(hub.id, receiverPrincipalId, eventHubsDataReceiver)
  scope: hub
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', eventHubsDataReceiver)
    principalId: receiverPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'operations'
  scope: space
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'OperationalLogs'
        enabled: true
      }
      {
        category: 'AutoScaleLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

@description('The fully qualified name of the namespace.')
output host string = '${space.name}.servicebus.windows.net'
