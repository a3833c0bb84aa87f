// The log of record, profiles, membership and tables for analysts. It has addresses in the network alone.
@description('What the server is called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The machine.')
param machine string

@description('The tier of the machine.')
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param tier string

@description('The size of the disk, in GiB.')
@allowed([128, 256, 512, 1024, 2048, 4096, 8192, 16384])
param storageGiB int

@description('A standby: none, in the same zone, or in another one.')
@allowed(['Disabled', 'SameZone', 'ZoneRedundant'])
param standby string

@description('For how many days the server can be restored to any moment.')
@minValue(7)
@maxValue(35)
param backupDays int

@description('The administrator.')
param administrator string

@description('The password of the administrator.')
@secure()
param administratorPassword string

@description('The subnet that the server has for itself.')
param subnetId string

@description('The zone of its name.')
param zoneId string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'psql-${name}-${uniqueString(resourceGroup().id)}'
  location: location
  tags: tags
  sku: {
    name: machine
    tier: tier
  }
  properties: {
    version: '16'
    createMode: 'Default'
    administratorLogin: administrator
    administratorLoginPassword: administratorPassword
    authConfig: {
      activeDirectoryAuth: 'Disabled'
      passwordAuth: 'Enabled'
    }
    storage: {
      storageSizeGB: storageGiB
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: standby
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
      publicNetworkAccess: 'Disabled'
    }
    maintenanceWindow: {
      customWindow: 'Enabled'
      dayOfWeek: 2
      startHour: 3
      startMinute: 0
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'profiles'
  properties: {
    charset: 'UTF8'
    collation: 'C'
  }
}

// A commit that is acknowledged is on disk, and on that of the standby.
resource commits 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2024-08-01' = {
  parent: server
  name: 'synchronous_commit'
  properties: {
    value: 'on'
    source: 'user-override'
  }
}

@description('Where it answers.')
output host string = server.properties.fullyQualifiedDomainName
