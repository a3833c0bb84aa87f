using '../main.bicep'

// Fifty million users: infra/kubernetes/overlays/50m. One silo a machine, the API on machines of its own.
param name = 'profiles50m'
param administratorGroups = [readEnvironmentVariable('PROFILES_ADMINISTRATOR_GROUP')]
param postgresAdministratorPassword = readEnvironmentVariable('PROFILES_POSTGRES_PASSWORD')
param clusterTier = 'Standard'
param siloMachine = 'Standard_D8ds_v5'
param siloMachinesLeast = 8
// One more than the scaler's most, for a roll-out.
param siloMachinesMost = 33
param apiMachine = 'Standard_D4ds_v5'
param apiMachinesMost = 10
param eventHubsTier = 'Premium'
param eventHubsUnits = 8
param hubPartitions = 100
param hubRetentionHours = 72
param postgresMachine = 'Standard_E64ds_v5'
param postgresTier = 'MemoryOptimized'
param postgresStorageGiB = 16384
param postgresStandby = 'ZoneRedundant'
param postgresBackupDays = 35
param storageRedundancy = 'Standard_GZRS'
param logGigabytesADay = 50
