// Who acts: the control plane of AKS, its nodes, and the silos. Each gets its rights beside what it has rights on.
@description('What the identities are called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The network of the nodes.')
param networkName string

@description('The subnet of the nodes.')
param nodeSubnetName string

// Network Contributor
var networkContributor = '4d97b98b-1d4f-4787-a291-c67834d212e7'

// Managed Identity Operator
var managedIdentityOperator = 'f1a07417-d97a-45cb-824c-7a7467783830'

resource control 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}-control'
  location: location
  tags: tags
}

resource nodes 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}-nodes'
  location: location
  tags: tags
}

resource silos 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}-silos'
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName
}

resource nodeSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' existing = {
  parent: network
  name: nodeSubnetName
}

// The control plane joins nodes and balancers to their subnet, and to no other.
resource controlInSubnet 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(nodeSubnet.id, control.id, networkContributor)
  scope: nodeSubnet
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', networkContributor)
    principalId: control.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

// It gives the nodes their identity.
resource controlOfNodes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(nodes.id, control.id, managedIdentityOperator)
  scope: nodes
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', managedIdentityOperator)
    principalId: control.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('The identity of the control plane.')
output controlIdentityId string = control.id

@description('The identity of the nodes.')
output nodeIdentityId string = nodes.id

@description('The client id of the identity of the nodes.')
output nodeClientId string = nodes.properties.clientId

@description('The principal of the identity of the nodes.')
output nodePrincipalId string = nodes.properties.principalId

@description('The name of the identity of the silos.')
output siloIdentityName string = silos.name

@description('The client id of the identity of the silos.')
output siloClientId string = silos.properties.clientId

@description('The principal of the identity of the silos.')
output siloPrincipalId string = silos.properties.principalId
