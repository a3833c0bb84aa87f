// AKS: silos speak TCP to each other by the addresses of their pods. README.md says why not Container Apps.
@description('What the cluster is called after.')
param name string

@description('The region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Availability zones of the nodes.')
param zones string[]

@description('The service tier.')
@allowed(['Free', 'Standard', 'Premium'])
param tier string

@description('Whether the API server has a private address alone.')
param isPrivate bool

@description('Object ids of the groups that administer the cluster.')
@minLength(1)
param administratorGroups string[]

@description('The machines that run silos.')
param siloMachine string

@description('The fewest of them.')
@minValue(2)
param siloMachinesLeast int

@description('The most of them.')
@minValue(2)
param siloMachinesMost int

@description('The machines that run the API apart.')
param apiMachine string

@description('The most of them; 0 for no such pool.')
@minValue(0)
param apiMachinesMost int

@description('The subnet of the nodes.')
param nodeSubnetId string

@description('The identity of the control plane.')
param controlIdentityId string

@description('The identity of the nodes.')
param nodeIdentityId string

@description('Its client id.')
param nodeClientId string

@description('Its principal.')
param nodePrincipalId string

@description('Where logs of the control plane go.')
param workspaceId string

resource cluster 'Microsoft.ContainerService/managedClusters@2025-01-01' = {
  name: 'aks-${name}'
  location: location
  tags: tags
  sku: {
    name: 'Base'
    tier: tier
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${controlIdentityId}': {}
    }
  }
  properties: {
    dnsPrefix: name
    disableLocalAccounts: true
    enableRBAC: true
    aadProfile: {
      managed: true
      enableAzureRBAC: false
      adminGroupObjectIDs: administratorGroups
    }
    apiServerAccessProfile: {
      enablePrivateCluster: isPrivate
    }
    identityProfile: {
      kubeletidentity: {
        resourceId: nodeIdentityId
        clientId: nodeClientId
        objectId: nodePrincipalId
      }
    }
    oidcIssuerProfile: {
      enabled: true
    }
    securityProfile: {
      workloadIdentity: {
        enabled: true
      }
      imageCleaner: {
        enabled: true
        intervalHours: 168
      }
    }
    workloadAutoScalerProfile: {
      keda: {
        enabled: true
      }
    }
    addonProfiles: {
      azureKeyvaultSecretsProvider: {
        enabled: true
        config: {
          enableSecretRotation: 'true'
          rotationPollInterval: '5m'
        }
      }
      omsagent: {
        enabled: true
        config: {
          logAnalyticsWorkspaceResourceID: workspaceId
          useAADAuth: 'true'
        }
      }
    }
    networkProfile: {
      networkPlugin: 'azure'
      networkPluginMode: 'overlay'
      networkDataplane: 'cilium'
      networkPolicy: 'cilium'
      loadBalancerSku: 'standard'
      outboundType: 'userAssignedNATGateway'
      podCidr: '10.244.0.0/16'
      serviceCidr: '10.245.0.0/16'
      dnsServiceIP: '10.245.0.10'
    }
    autoUpgradeProfile: {
      upgradeChannel: 'patch'
      nodeOSUpgradeChannel: 'NodeImage'
    }
    autoScalerProfile: {
      // A silo hands over its partitions in seconds; a node may go when it has been of no use for ten minutes.
      'scale-down-unneeded-time': '10m'
      'max-graceful-termination-sec': '600'
      'skip-nodes-with-local-storage': 'false'
    }
    agentPoolProfiles: [
      {
        name: 'system'
        mode: 'System'
        vmSize: 'Standard_D2ds_v5'
        osType: 'Linux'
        osSKU: 'AzureLinux'
        osDiskType: 'Managed'
        count: 2
        minCount: 2
        maxCount: 4
        enableAutoScaling: true
        availabilityZones: zones
        vnetSubnetID: nodeSubnetId
        nodeTaints: [
          'CriticalAddonsOnly=true:NoSchedule'
        ]
      }
    ]
  }
}

resource siloPool 'Microsoft.ContainerService/managedClusters/agentPools@2025-01-01' = {
  parent: cluster
  name: 'silos'
  properties: {
    mode: 'User'
    vmSize: siloMachine
    osType: 'Linux'
    osSKU: 'AzureLinux'
    count: siloMachinesLeast
    minCount: siloMachinesLeast
    maxCount: siloMachinesMost
    enableAutoScaling: true
    availabilityZones: zones
    vnetSubnetID: nodeSubnetId
    upgradeSettings: {
      // One node at a time, as long as a pod may take to end.
      maxSurge: '1'
      drainTimeoutInMinutes: 10
    }
  }
}

resource apiPool 'Microsoft.ContainerService/managedClusters/agentPools@2025-01-01' = if (apiMachinesMost > 0) {
  parent: cluster
  name: 'api'
  properties: {
    mode: 'User'
    vmSize: apiMachine
    osType: 'Linux'
    osSKU: 'AzureLinux'
    count: min(2, apiMachinesMost)
    minCount: min(2, apiMachinesMost)
    maxCount: max(1, apiMachinesMost)
    enableAutoScaling: true
    availabilityZones: zones
    vnetSubnetID: nodeSubnetId
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'control-plane'
  scope: cluster
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'kube-audit-admin'
        enabled: true
      }
      {
        category: 'cluster-autoscaler'
        enabled: true
      }
      {
        category: 'guard'
        enabled: true
      }
    ]
  }
}

@description('The name of the cluster.')
output clusterName string = cluster.name

@description('Who issues the tokens of service accounts.')
output oidcIssuer string = cluster.properties.oidcIssuerProfile.issuerURL
