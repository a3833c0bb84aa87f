// An address within the network for one resource, and its name.
@description('What the endpoint is called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The subnet that the address is of.')
param subnetId string

@description('What is reached.')
param targetId string

@description('Which part of it: blob, vault, namespace, registry.')
param part string

@description('The zone that its name is of.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-${name}-${part}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: part
        properties: {
          privateLinkServiceId: targetId
          groupIds: [
            part
          ]
        }
      }
    ]
  }
}

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: part
        properties: {
          privateDnsZoneId: zoneId
        }
      }
    ]
  }
}
