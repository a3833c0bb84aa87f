using '../main.bicep'

// For trying things out: two silos, no standby, in public what costs to have in private.
param name = 'profilesdev'
param administratorGroups = [readEnvironmentVariable('PROFILES_ADMINISTRATOR_GROUP')]
param postgresAdministratorPassword = readEnvironmentVariable('PROFILES_POSTGRES_PASSWORD')
param isClusterPrivate = false
param clusterTier = 'Free'
param siloMachine = 'Standard_D2ds_v5'
param siloMachinesLeast = 2
param siloMachinesMost = 4
param eventHubsTier = 'Standard'
param eventHubsUnits = 1
param hubPartitions = 4
param hubRetentionHours = 24
param postgresMachine = 'Standard_D2ds_v5'
param postgresTier = 'GeneralPurpose'
param postgresStorageGiB = 128
param postgresStandby = 'Disabled'
param postgresBackupDays = 7
param storageRedundancy = 'Standard_LRS'
param registryTier = 'Basic'
param logGigabytesADay = 1
