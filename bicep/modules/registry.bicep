// Images. Nodes pull them, nothing else may.
@description('What the registry is called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The tier. Premium alone has a private address; the others answer in public, to those who sign in.')
@allowed(['Basic', 'Standard', 'Premium'])
param tier string

@description('The subnet of private endpoints.')
param endpointSubnetId string

@description('The zone of names of registries.')
param zoneId string

@description('Who pulls.')
param pullerPrincipalId string

// AcrPull
var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'cr${name}${uniqueString(resourceGroup().id)}'
  location: location
  tags: tags
  sku: {
    name: tier
  }
  properties: {
    adminUserEnabled: false
    publicNetworkAccess: tier == 'Premium' ? 'Disabled' : 'Enabled'
  }
}

module endpoint 'private-endpoint.bicep' = if (tier == 'Premium') {
  name: 'registry-endpoint'
  params: {
    name: name
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: registry.id
    part: 'registry'
    zoneId: zoneId
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, pullerPrincipalId, acrPull)
  scope: registry
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
    principalId: pullerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('What images are tagged with.')
output loginServer string = registry.properties.loginServer
