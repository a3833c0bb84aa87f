using '../main.bicep'

// Five million users: infra/kubernetes/overlays/5m. One silo a machine.
param name = 'profiles5m'
param administratorGroups = [readEnvironmentVariable('PROFILES_ADMINISTRATOR_GROUP')]
param postgresAdministratorPassword = readEnvironmentVariable('PROFILES_POSTGRES_PASSWORD')
param siloMachine = 'Standard_D4ds_v5'
param siloMachinesLeast = 3
// One more than the scaler's most, for a roll-out.
param siloMachinesMost = 9
param eventHubsTier = 'Premium'
param eventHubsUnits = 1
param hubPartitions = 32
param hubRetentionHours = 72
param postgresMachine = 'Standard_E8ds_v5'
param postgresTier = 'MemoryOptimized'
param postgresStorageGiB = 2048
param postgresStandby = 'ZoneRedundant'
param postgresBackupDays = 14
param logGigabytesADay = 10
