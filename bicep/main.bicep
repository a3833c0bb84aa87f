// What a cluster of profiles stands on in one resource group of Azure: see README.md.
//   az deployment group create -g GROUP -f bicep/main.bicep -p bicep/parameters/5m.bicepparam
targetScope = 'resourceGroup'

@description('What every resource is called after: lower-case letters and digits.')
@minLength(3)
@maxLength(12)
param name string

@description('The region. It must have availability zones where the zones below name any.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object = {}

@description('Availability zones of nodes and of the gateway; none where the region has none.')
param zones string[] = ['1', '2', '3']

@description('The address space of the virtual network: at least a /20, cut into /24s.')
param addressSpace string = '10.40.0.0/16'

@description('Object ids of the groups of Microsoft Entra ID that administer the cluster. At least one.')
@minLength(1)
param administratorGroups string[]

@description('Whether the API server of Kubernetes has a private address alone.')
param isClusterPrivate bool = true

@description('The service tier of AKS: Free has no promise of availability.')
@allowed(['Free', 'Standard', 'Premium'])
param clusterTier string = 'Standard'

@description('The machines of the pool that runs silos.')
param siloMachine string = 'Standard_D4ds_v5'

@description('The fewest machines of silos.')
@minValue(2)
@maxValue(100)
param siloMachinesLeast int = 3

@description('The most machines of silos.')
@minValue(2)
@maxValue(100)
param siloMachinesMost int = 8

@description('The machines of the pool that runs the API apart from the silos.')
param apiMachine string = 'Standard_D4ds_v5'

@description('The most machines of the API; 0 where the silos serve it.')
@minValue(0)
@maxValue(100)
param apiMachinesMost int = 0

@description('The tier of Event Hubs. Standard counts throughput units, Premium processing units.')
@allowed(['Standard', 'Premium'])
param eventHubsTier string = 'Premium'

@description('Throughput units (Standard, 1 to 40) or processing units (Premium: 1, 2, 4, 8 or 16).')
@minValue(1)
@maxValue(40)
param eventHubsUnits int = 1

@description('Partitions of the hub: at most 32 with Standard, 100 with Premium. Standard can never change it.')
@minValue(1)
@maxValue(100)
param hubPartitions int = 32

@description('For how many hours the hub keeps events: at most 168 with Standard.')
@minValue(1)
@maxValue(2160)
param hubRetentionHours int = 72

@description('The machine of PostgreSQL.')
param postgresMachine string = 'Standard_E8ds_v5'

@description('The tier of that machine.')
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param postgresTier string = 'MemoryOptimized'

@description('The size of the disk of PostgreSQL, in GiB. It grows by itself and never shrinks.')
@allowed([128, 256, 512, 1024, 2048, 4096, 8192, 16384])
param postgresStorageGiB int = 1024

@description('A standby of PostgreSQL: none, in the same zone, or in another one.')
@allowed(['Disabled', 'SameZone', 'ZoneRedundant'])
param postgresStandby string = 'ZoneRedundant'

@description('For how many days PostgreSQL can be restored to any moment.')
@minValue(7)
@maxValue(35)
param postgresBackupDays int = 14

@description('The administrator of PostgreSQL. The platform signs in as another role: README.md.')
param postgresAdministrator string = 'profiles_admin'

@description('The password of the administrator; from the environment or a key vault, never from a file.')
@secure()
param postgresAdministratorPassword string

@description('How copies of models and backups are kept: in one zone, in three, or in another region too.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('The tier of the registry of images. Premium alone has a private address.')
@allowed(['Basic', 'Standard', 'Premium'])
param registryTier string = 'Premium'

@description('For how many days logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('The most GB of logs a day; -1 for no bound.')
@minValue(-1)
param logGigabytesADay int = 10

@description('The namespace and service account of infra/kubernetes, which may act as the identity of the silos.')
param serviceAccount object = {
  namespace: 'profiles'
  name: 'profiles'
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: name
    location: location
    tags: tags
    logDays: logDays
    logGigabytesADay: logGigabytesADay
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: name
    location: location
    tags: tags
    addressSpace: addressSpace
    zones: zones
  }
}

module identities 'modules/identities.bicep' = {
  name: 'identities'
  params: {
    name: name
    location: location
    tags: tags
    networkName: network.outputs.networkName
    nodeSubnetName: network.outputs.nodeSubnetName
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    name: name
    location: location
    tags: tags
    tier: registryTier
    endpointSubnetId: network.outputs.endpointSubnetId
    zoneId: network.outputs.registryZoneId
    pullerPrincipalId: identities.outputs.nodePrincipalId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    name: name
    location: location
    tags: tags
    endpointSubnetId: network.outputs.endpointSubnetId
    zoneId: network.outputs.keyVaultZoneId
    readerPrincipalId: identities.outputs.siloPrincipalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: name
    location: location
    tags: tags
    redundancy: storageRedundancy
    endpointSubnetId: network.outputs.endpointSubnetId
    zoneId: network.outputs.blobZoneId
    writerPrincipalId: identities.outputs.siloPrincipalId
  }
}

module eventHubs 'modules/event-hubs.bicep' = {
  name: 'event-hubs'
  params: {
    name: name
    location: location
    tags: tags
    tier: eventHubsTier
    units: eventHubsUnits
    partitions: hubPartitions
    retentionHours: hubRetentionHours
    endpointSubnetId: network.outputs.endpointSubnetId
    zoneId: network.outputs.eventHubsZoneId
    receiverPrincipalId: identities.outputs.siloPrincipalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module postgres 'modules/postgres.bicep' = {
  name: 'postgres'
  params: {
    name: name
    location: location
    tags: tags
    machine: postgresMachine
    tier: postgresTier
    storageGiB: postgresStorageGiB
    standby: postgresStandby
    backupDays: postgresBackupDays
    administrator: postgresAdministrator
    administratorPassword: postgresAdministratorPassword
    subnetId: network.outputs.postgresSubnetId
    zoneId: network.outputs.postgresZoneId
  }
}

module cluster 'modules/cluster.bicep' = {
  name: 'cluster'
  params: {
    name: name
    location: location
    tags: tags
    zones: zones
    tier: clusterTier
    isPrivate: isClusterPrivate
    administratorGroups: administratorGroups
    siloMachine: siloMachine
    siloMachinesLeast: siloMachinesLeast
    siloMachinesMost: siloMachinesMost
    apiMachine: apiMachine
    apiMachinesMost: apiMachinesMost
    nodeSubnetId: network.outputs.nodeSubnetId
    controlIdentityId: identities.outputs.controlIdentityId
    nodeIdentityId: identities.outputs.nodeIdentityId
    nodeClientId: identities.outputs.nodeClientId
    nodePrincipalId: identities.outputs.nodePrincipalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module federation 'modules/federation.bicep' = {
  name: 'federation'
  params: {
    identityName: identities.outputs.siloIdentityName
    issuer: cluster.outputs.oidcIssuer
    serviceAccount: serviceAccount
  }
}

@description('The name of the cluster, for az aks get-credentials.')
output clusterName string = cluster.outputs.clusterName

@description('For infra/kubernetes/overlays/*/names.yaml: identityClientId.')
output identityClientId string = identities.outputs.siloClientId

@description('For names.yaml: tenantId.')
output tenantId string = tenant().tenantId

@description('For names.yaml: keyVault.')
output keyVault string = keyVault.outputs.vaultName

@description('For names.yaml: eventHubs.')
output eventHubs string = eventHubs.outputs.host

@description('The registry that images are pushed to.')
output registry string = registry.outputs.loginServer

@description('Where PostgreSQL answers, within the network alone.')
output postgresHost string = postgres.outputs.host

@description('Where copies of models and backups go.')
output blobEndpoint string = storage.outputs.blobEndpoint

@description('The name of the Application Insights that a collector of OpenTelemetry sends to.')
output applicationInsights string = monitoring.outputs.insightsName
