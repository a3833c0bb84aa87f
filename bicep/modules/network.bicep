// One network: nodes, private endpoints and PostgreSQL each in a subnet, one way out, and the names of what is private.
@description('What the resources are called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The address space of the network.')
param addressSpace string

@description('Availability zones; the gateway takes the first one.')
param zones string[]

var nodeSubnet = 'nodes'
var endpointSubnet = 'endpoints'
var postgresSubnet = 'postgres'

resource outgoing 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-${name}-out'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  zones: take(zones, 1)
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource gateway 'Microsoft.Network/natGateways@2024-05-01' = {
  name: 'ng-${name}'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  zones: take(zones, 1)
  properties: {
    publicIpAddresses: [
      {
        id: outgoing.id
      }
    ]
    idleTimeoutInMinutes: 10
  }
}

resource endpointRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${name}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'nodes'
        properties: {
          description: 'HTTPS and AMQP from the nodes.'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: cidrSubnet(addressSpace, 22, 0)
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRanges: [
            '443'
            '5671'
            '5672'
          ]
        }
      }
      {
        name: 'nobody-else'
        properties: {
          description: 'Nor the rest of the network.'
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${name}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressSpace
      ]
    }
    subnets: [
      {
        // Nodes alone take addresses of it: pods have an overlay.
        name: nodeSubnet
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 22, 0)
          natGateway: {
            id: gateway.id
          }
        }
      }
      {
        name: endpointSubnet
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 4)
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
          networkSecurityGroup: {
            id: endpointRules.id
          }
        }
      }
      {
        name: postgresSubnet
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 5)
          delegations: [
            {
              name: 'postgres'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }
}

// The names under which clients look for what is private. The suffixes are those of Azure's public cloud.
var zoneNames = [
  'privatelink.servicebus.windows.net'
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.vaultcore.azure.net'
  'privatelink.azurecr.io'
  '${name}.private.postgres.database.azure.com'
]

resource dnsZones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zone in zoneNames: {
  name: zone
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zone, i) in zoneNames: {
  parent: dnsZones[i]
  name: 'vnet-${name}'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}]

@description('The name of the network.')
output networkName string = network.name

@description('The name of the subnet of the nodes.')
output nodeSubnetName string = nodeSubnet

@description('The subnet of the nodes.')
output nodeSubnetId string = '${network.id}/subnets/${nodeSubnet}'

@description('The subnet of private endpoints.')
output endpointSubnetId string = '${network.id}/subnets/${endpointSubnet}'

@description('The subnet that PostgreSQL has for itself.')
output postgresSubnetId string = '${network.id}/subnets/${postgresSubnet}'

@description('The zone of names of Event Hubs.')
output eventHubsZoneId string = dnsZones[0].id

@description('The zone of names of blobs.')
output blobZoneId string = dnsZones[1].id

@description('The zone of names of key vaults.')
output keyVaultZoneId string = dnsZones[2].id

@description('The zone of names of registries.')
output registryZoneId string = dnsZones[3].id

@description('The zone of names of PostgreSQL.')
output postgresZoneId string = dnsZones[4].id
